// A shard: the indexed form of up to 20,000 paragraphs of one report. A library is indexed shard by shard, so that a
// changed report leaves the shards of the others as they are, and memory while indexing stays bounded.
import { createHash } from "node:crypto";
import { type AliasGroup, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { findAcronyms } from "#retrieval/analysis/acronyms.ts";
import { compileAliases } from "#retrieval/analysis/alias-matcher.ts";
import type { Postings } from "./bm25.ts";
import { createForwardIndex, type ForwardIndex } from "./forward-index.ts";
import { invert } from "./inverted-index.ts";

export type SegmentData = Readonly<{ forward: ForwardIndex; postings: Postings }>;
export type Segment = SegmentData &
  Readonly<{
    paragraphs: readonly Paragraph[];
    acronyms: readonly AliasGroup[];
  }>;

const MAX_PARAGRAPHS = 20_000;

/** Where shards that were made before are kept. */
export type SegmentCache = Readonly<{
  get(key: string): SegmentData | undefined;
  set(key: string, segment: SegmentData): void;
}>;

/** The shards of a report; one that the cache holds is not made again. */
export function segmentsOf(report: Report, aliases: readonly AliasGroup[], cache: SegmentCache): Segment[] {
  const all = paragraphsOf(report);
  const acronyms = findAcronyms(all.map(({ text }) => text));
  const compiled = compileAliases([...aliases, ...acronyms]);
  const segments: Segment[] = [];
  for (let from = 0; from < all.length; from += MAX_PARAGRAPHS) {
    const paragraphs = all.slice(from, from + MAX_PARAGRAPHS);
    const key = keyOf(report, paragraphs, [...aliases, ...acronyms]);
    let made = cache.get(key);
    if (made === undefined) {
      const forward = createForwardIndex(report, paragraphs, compiled);
      made = { forward, postings: invert(forward, paragraphs) };
      cache.set(key, made);
    }
    segments.push({ ...made, paragraphs, acronyms });
  }
  return segments;
}

/** Depends on everything that a shard is made of, but on nothing else: not on places in the file, not on the id. */
function keyOf(report: Report, paragraphs: readonly Paragraph[], aliases: readonly AliasGroup[]): string {
  const hash = createHash("sha256").update(JSON.stringify([report.title, aliases]));
  for (const { section, text, sentences } of paragraphs)
    hash.update(`\n${section}\n${sentences.map(({ start, end }) => `${start}-${end}`).join()}\n${text}`);
  return hash.digest("hex");
}
