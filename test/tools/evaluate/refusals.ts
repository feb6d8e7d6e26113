// Whether questions that are not about a report are refused, each report asked by itself.
import type { Outcome } from "#domain/answer.ts";
import type { Report } from "#domain/report.ts";
import type { CollectionQuery } from "./beir.ts";
import type { Read } from "./order.ts";

/** Asks a question of one report. */
export type AskReport = (question: string, report: Report) => Promise<Outcome>;

/** Shares: of answerable questions those answered, of the others those refused; NaN where there are none. */
export type RefusalFigures = Readonly<{ kept: number; offReport: number; trick: number }>;

/**
 * Every question is asked of its own report, where it has one, and of another (off-report). Questions written to look
 * answerable (`adversarial`, `near-miss`) are counted apart, as `trick`, and only for their own report.
 */
export async function measureRefusals(
  { library, collection }: Read,
  ask: AskReport,
  questions: readonly CollectionQuery[] = collection.queries,
): Promise<RefusalFigures> {
  const kept = createShare();
  const offReport = createShare();
  const trick = createShare();
  for (const [at, asked] of questions.entries()) {
    const own = library.reports.find(({ id }) => id === asked.doc);
    const others = library.reports.filter((report) => report !== own);
    const other = others[at % Math.max(1, others.length)];
    const isTrick = asked.kind === "adversarial" || asked.kind === "near-miss";
    if (own !== undefined) {
      const refused = isRefused(await ask(asked.text, own));
      if (asked.answerable) kept.count(!refused);
      else if (isTrick) trick.count(refused);
    }
    if (other !== undefined && !isTrick) offReport.count(isRefused(await ask(asked.text, other)));
  }
  return { kept: kept.share(), offReport: offReport.share(), trick: trick.share() };
}

function isRefused({ kind }: Outcome): boolean {
  return kind === "abstention";
}

function createShare() {
  let all = 0;
  let counted = 0;
  return {
    count(fits: boolean): void {
      all++;
      if (fits) counted++;
    },
    share: () => counted / all,
  };
}
