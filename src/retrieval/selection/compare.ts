// What several reports say about the same: one paragraph of each, the oldest report first.
import type { Selection, SelectionEntry } from "#domain/answer.ts";
import type { Library, Report } from "#domain/report.ts";
import { type Term, tokenize } from "#retrieval/analysis/tokenizer.ts";
import type { Intent } from "#retrieval/query/intent.ts";
import { metadataStems } from "#retrieval/query/metadata-question.ts";
import { selectWhole } from "./report-parts.ts";
import { entryOf, findTopic, type TopicSearch } from "./topic.ts";

type CompareIntent = Extract<Intent, { kind: "compare" }>;

/** Undefined if the question may compare something else than reports and names fewer than two of them. */
export async function compareReports(
  { topic, isOfReports }: CompareIntent,
  { library, ...search }: TopicSearch & Readonly<{ library: Library }>,
): Promise<Selection | undefined> {
  const named = namedReports(topic, library.reports);
  if (named.reports.length < 2 && !isOfReports) return undefined;
  const reports = (named.reports.length < 2 ? library.reports : named.reports).toSorted(byAge);
  const subject = named.reports.length < 2 ? topic : named.rest;
  const { hits, corrections } = subject.length === 0 ? NOTHING : await findTopic(subject, search);
  if (subject.length > 0 && hits.length === 0) return undefined;
  const entries = reports.map((report): SelectionEntry => {
    if (subject.length === 0) return selectWhole(report, "judgements").entries[0] ?? { report: report.id };
    const best = hits.find(({ paragraph }) => paragraph.report === report.id);
    return (best && entryOf(best)) ?? { report: report.id };
  });
  if (entries.length === 0) return undefined;
  return { kind: "selection", of: "compare", entries, hasJudgements: true, isCalledSo: true, corrections };
}

const NOTHING = { hits: [], corrections: [] } as const;

/** The reports that words of the question name, each by a word that not all of them have; and the other words. */
function namedReports(words: readonly Term[], reports: readonly Report[]) {
  const namesOf = reports.map((report) => {
    const stems = new Set(metadataStems(report));
    for (const { stem } of tokenize(report.id)) stems.add(stem);
    return { report, stems };
  });
  const isName = ({ stem }: Term) => {
    const count = namesOf.filter(({ stems }) => stems.has(stem)).length;
    return count > 0 && count < namesOf.length;
  };
  const names = words.filter(isName);
  return {
    reports: namesOf
      .filter(({ stems }) => names.some(({ stem }) => stems.has(stem)))
      .map(({ report }) => report),
    rest: words.filter((word) => !isName(word)),
  };
}

/** The oldest first; a report without a date comes last. */
function byAge({ published: a }: Report, { published: b }: Report): number {
  const key = (date: Report["published"]) =>
    date === undefined
      ? Number.POSITIVE_INFINITY
      : (date.year * 12 + (date.month ?? 1)) * 31 + (date.day ?? 1);
  const [first, second] = [key(a), key(b)];
  return first === second ? 0 : first - second;
}
