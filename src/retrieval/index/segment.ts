// A segment is the indexed form of up to 20,000 paragraphs of one report. Libraries are indexed segment by segment, so
// that a changed report leaves the segments of the others as they are, and indexing needs a bounded amount of memory.
import { createHash } from "node:crypto";
import { type AliasGroup, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { findAcronyms } from "#retrieval/analysis/acronyms.ts";
import { createAliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { createForwardIndex, type ForwardIndex } from "./forward-index.ts";
import { invert, type Postings } from "./inverted-index.ts";

/** The part of a segment that takes long to make and that a cache keeps. */
export type SegmentData = Readonly<{ forward: ForwardIndex; postings: Postings }>;

export type Segment = SegmentData &
  Readonly<{
    paragraphs: readonly Paragraph[];
    /** The acronyms that the report itself expands. */
    acronyms: readonly AliasGroup[];
  }>;

const MAX_PARAGRAPHS = 20_000;

/** Segments that were made before, by a hash of what they were made of. */
export type SegmentCache = Readonly<{
  get(key: string): SegmentData | undefined;
  set(key: string, segment: SegmentData): void;
}>;

/** The segments of a report, made unless the cache has them. */
export function segmentsOf(report: Report, aliases: readonly AliasGroup[], cache: SegmentCache): Segment[] {
  const all = paragraphsOf(report);
  const acronyms = findAcronyms(all.map(({ text }) => text));
  const groups = [...aliases, ...acronyms];
  const matchAliases = createAliasMatcher(groups);
  const segments: Segment[] = [];
  for (let from = 0; from < all.length; from += MAX_PARAGRAPHS) {
    const paragraphs = all.slice(from, from + MAX_PARAGRAPHS);
    const key = keyOf(report, paragraphs, groups);
    let data = cache.get(key);
    if (data === undefined) {
      const forward = createForwardIndex(report, paragraphs, matchAliases);
      data = { forward, postings: invert(forward, paragraphs) };
      cache.set(key, data);
    }
    segments.push({ ...data, paragraphs, acronyms });
  }
  return segments;
}

/** Depends on everything that a segment is made of and on nothing else: neither on line numbers nor on the report's id. */
function keyOf(report: Report, paragraphs: readonly Paragraph[], aliases: readonly AliasGroup[]): string {
  const hash = createHash("sha256").update(JSON.stringify([report.title, aliases]));
  for (const { section, text, sentences } of paragraphs)
    hash.update(`\n${section}\n${sentences.map(({ start, end }) => `${start}-${end}`).join()}\n${text}`);
  return hash.digest("hex");
}
