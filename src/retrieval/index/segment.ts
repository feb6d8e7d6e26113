// A segment is the indexed form of up to 20,000 paragraphs of one report. Libraries are indexed segment by segment, so
// that a changed report leaves the segments of the others as they are, and indexing needs a bounded amount of memory.
import { createHash } from "node:crypto";
import { type AliasGroup, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import { acronymsOfFile, findAcronyms } from "#retrieval/analysis/acronyms.ts";
import { createAliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { createForwardIndex, type ForwardIndex } from "./forward-index.ts";
import { invert, type Postings } from "./inverted-index.ts";

/** The part of a segment that takes long to make and that a cache keeps. */
export type SegmentData = Readonly<{ forward: ForwardIndex; postings: Postings }>;

export type Segment = SegmentData &
  Readonly<{
    paragraphs: readonly Paragraph[];
    /** The acronyms that the report itself expands, and those of its file name. */
    acronyms: readonly AliasGroup[];
  }>;

const MAX_PARAGRAPHS = 20_000;

/** Segments that were made before, by a hash of what they were made of. A Map is one, too. */
export type SegmentCache = Readonly<{
  get(key: string): Promise<SegmentData | undefined> | SegmentData | undefined;
  set(key: string, segment: SegmentData): unknown;
}>;

export type IndexDeps = Readonly<{
  cache: SegmentCache;
  slices: TimeSlices;
  /** Called after each report with the number of reports that are indexed. */
  indexed?: (reports: number) => void;
  /** Called after each search with the number of postings that it scored and of candidates that it returned. */
  searched?: (work: Readonly<{ postings: number; candidates: number }>) => void;
}>;

type KnownReport = Readonly<{ aliases: readonly AliasGroup[]; segments: readonly Segment[] }>;

// A report that has not changed is the same object in the library after a reload, and in the library of that report alone:
// nothing of it is looked at again as long as the aliases are the same.
const knownReports = new WeakMap<SegmentCache, WeakMap<Report, KnownReport>>();

/** The segments of a report, made unless the cache has them. */
export async function segmentsOf(
  report: Report,
  aliases: readonly AliasGroup[],
  deps: IndexDeps,
): Promise<readonly Segment[]> {
  const known = knownReports.get(deps.cache) ?? new WeakMap<Report, KnownReport>();
  knownReports.set(deps.cache, known);
  const before = known.get(report);
  if (before?.aliases === aliases) return before.segments;
  const all = paragraphsOf(report);
  const expanded = await findAcronyms(
    all.map(({ text }) => text),
    deps.slices,
  );
  const acronyms = [...acronymsOfFile(report), ...expanded];
  const segments: Segment[] = [];
  for (let from = 0; from < all.length; from += MAX_PARAGRAPHS) {
    const paragraphs = all.slice(from, from + MAX_PARAGRAPHS);
    const data = await dataOf({ report, paragraphs, groups: [...aliases, ...acronyms] }, deps);
    segments.push({ ...data, paragraphs, acronyms });
  }
  known.set(report, { aliases, segments });
  return segments;
}

type Source = Readonly<{ report: Report; paragraphs: readonly Paragraph[]; groups: readonly AliasGroup[] }>;

async function dataOf(source: Source, { cache, slices }: IndexDeps): Promise<SegmentData> {
  const { report, paragraphs, groups } = source;
  const key = await keyOf(source, slices);
  const cached = await cache.get(key);
  if (cached !== undefined) return cached;
  const matchAliases = await createAliasMatcher(groups, slices);
  const forward = await createForwardIndex(report, paragraphs, { matchAliases, slices });
  const data = { forward, postings: await invert(forward, paragraphs, slices) };
  await cache.set(key, data);
  return data;
}

/** Depends on everything that a segment is made of and on nothing else: neither on line numbers nor on the report's id. */
async function keyOf({ report, paragraphs, groups }: Source, slices: TimeSlices): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([report.title, groups]));
  for (const { section, text, sentences } of paragraphs) {
    if (slices.isOver()) await slices.next();
    hash.update(`\n${section}\n${sentences.map(({ start, end }) => `${start}-${end}`).join()}\n${text}`);
  }
  return hash.digest("hex");
}
