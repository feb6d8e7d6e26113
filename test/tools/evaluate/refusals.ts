// Whether questions that are not about a report are refused, each report asked by itself.
import type { Outcome } from "#domain/answer.ts";
import type { Report } from "#domain/report.ts";
import type { CollectionQuery } from "./beir.ts";
import type { LoadedCollection } from "./ranking-metrics.ts";

/** Asks a question of one report. */
export type AskReport = (question: string, report: Report) => Promise<Outcome>;

/** Shares of the answerable questions that were answered and of the others that were refused; NaN where there are none. */
export type RefusalMetrics = Readonly<{ kept: number; offReport: number; trick: number }>;

/**
 * Every question is asked of its own report, where it has one, and of another (off-report). Questions written to look
 * answerable (`adversarial`, `near-miss`) are counted separately, as `trick`, and only for their own report.
 */
export async function measureRefusals(
  { library, collection }: LoadedCollection,
  ask: AskReport,
  queries: readonly CollectionQuery[] = collection.queries,
): Promise<RefusalMetrics> {
  const kept = createShare();
  const offReport = createShare();
  const trick = createShare();
  for (const [i, query] of queries.entries()) {
    const own = library.reports.find(({ id }) => id === query.doc);
    const others = library.reports.filter((report) => report !== own);
    const other = others[i % Math.max(1, others.length)];
    const isTrick = query.kind === "adversarial" || query.kind === "near-miss";
    if (own !== undefined) {
      const refused = isRefused(await ask(query.text, own));
      if (query.answerable) kept.count(!refused);
      else if (isTrick) trick.count(refused);
    }
    if (other !== undefined && !isTrick) offReport.count(isRefused(await ask(query.text, other)));
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
    count(isCounted: boolean): void {
      all++;
      if (isCounted) counted++;
    },
    share: () => counted / all,
  };
}
