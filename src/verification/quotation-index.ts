// The segments of all reports of a library: what quotations are checked against.
import type { Library, Report } from "#domain/report.ts";
import { ONE_SLICE, type TimeSlices } from "#domain/time-slices.ts";
import { indexReport, type Segment, type WordIds } from "./segment.ts";

/** Keeps the segments of a report for as long as the report, so that a reload indexes only what has changed. */
export type QuotationIndexCache = Readonly<{
  ids: WordIds;
  slices: TimeSlices;
  segmentsOf(report: Report): Promise<readonly Segment[]>;
}>;

export type QuotationIndex = Readonly<{
  /** In reading order. */
  segments: readonly Segment[];
  /** A word that occurs in no report gets an id below 0 of its own. */
  toIds(words: readonly string[]): readonly number[];
  /** Inverse document frequency over paragraphs; an unknown word weighs as much as one that occurs in a single paragraph. */
  idf(wordId: number): number;
  slices: TimeSlices;
}>;

/** One cache serves all libraries of a process. */
export function createQuotationIndexCache(slices: TimeSlices = ONE_SLICE): QuotationIndexCache {
  const ids: WordIds = new Map();
  // The promise and not its outcome: a check that comes while the report is being indexed waits for it.
  const indexed = new WeakMap<Report, Promise<readonly Segment[]>>();
  return {
    ids,
    slices,
    segmentsOf(report) {
      const segments = indexed.get(report) ?? indexReport(report, ids, slices);
      indexed.set(report, segments);
      // The next check tries again.
      segments.catch(() => indexed.delete(report));
      return segments;
    },
  };
}

export async function createQuotationIndex(
  { reports }: Library,
  { ids, slices, segmentsOf }: QuotationIndexCache,
): Promise<QuotationIndex> {
  const segments: Segment[] = [];
  for (const report of reports) segments.push(...(await segmentsOf(report)));
  const documentFrequencies = new Int32Array(ids.size);
  let paragraphs = 0;
  for (const { terms, postingStarts, paragraphs: own } of segments) {
    paragraphs += own.length;
    for (const [i, term] of terms.entries())
      documentFrequencies[term] =
        (documentFrequencies[term] ?? 0) + (postingStarts[i + 1] ?? 0) - (postingStarts[i] ?? 0);
    if (slices.isOver()) await slices.next();
  }
  return {
    segments,
    toIds: (words) => words.map((word, i) => ids.get(word) ?? -1 - i),
    // The id may be that of a word in a report that is no longer loaded.
    idf: (id) => Math.log(1 + paragraphs / Math.max(1, documentFrequencies[id] ?? 0)),
    slices,
  };
}
