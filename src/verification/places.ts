// Where the words of a quotation occur in the reports. Every place is found; only the one that is shown is mapped to the
// original text, because a frequent phrase occurs in thousands of paragraphs.
import type { QuotationMatch } from "#domain/quotation-check.ts";
import type { Paragraph } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import type { Range } from "./alignment.ts";
import { type ExactWords, findExact, findWords } from "./find-words.ts";
import { exactParts, exactWhole, type Fragment } from "./fragments.ts";
import { BOUNDARY } from "./normalized-text.ts";
import { readWords } from "./printed-words.ts";
import type { QuotationIndex } from "./quotation-index.ts";
import { type IndexedParagraph, normalizedTextOf, paragraphOf, positionOf } from "./segment.ts";

/** A place with the same words. [from, to) are units of the paragraph's normalized text. */
type Place = IndexedParagraph & Range;

/** In reading order. */
export type Places = Readonly<{
  /** Letter for letter. */
  exact: readonly QuotationMatch[];
  /** With the same words; empty when one is exact, because other printings of the same words are then of no interest. */
  same: readonly Place[];
}>;

/** Every place that has all words of the quotation one after the other; its dots count as punctuation. */
export async function findWhole(whole: Fragment, { segments, slices }: QuotationIndex): Promise<Places> {
  const words = whole.normalized;
  const wanted = exactWhole(whole);
  const exact: QuotationMatch[] = [];
  const same: Place[] = [];
  for (const segment of segments) {
    let last = -1;
    for (let at = findWords(segment, words, 0); at !== -1; at = findWords(segment, words, at + 1)) {
      const position = positionOf(segment, at);
      if (position !== last) exact.push(...(await exactMatches({ segment, position }, wanted, slices)));
      last = position;
      const from = at - (segment.textStarts[position] ?? 0);
      if (exact.length === 0) same.push({ segment, position, from, to: from + words.text.length });
      if (slices.isOver()) await slices.next();
    }
    if (slices.isOver()) await slices.next();
  }
  return { exact, same: exact.length === 0 ? same : [] };
}

/** The spans include the punctuation at both ends of the quotation. */
async function exactMatches(
  indexed: IndexedParagraph,
  wanted: ExactWords,
  slices: TimeSlices,
): Promise<readonly QuotationMatch[]> {
  const paragraph = paragraphOf(indexed);
  const matches: QuotationMatch[] = [];
  let found = findExact(paragraph.text, wanted, 0);
  while (found !== undefined) {
    const start = found.start - wanted.lead;
    matches.push({ paragraph, span: { start, end: start + wanted.text.length } });
    if (slices.isOver()) await slices.next();
    found = findExact(paragraph.text, wanted, found.start + 1);
  }
  return matches;
}

/** Every paragraph that has the fragments one after the other. */
export async function findInOrder(
  fragments: readonly Fragment[],
  { segments, slices }: QuotationIndex,
): Promise<Places> {
  const longest = fragments.reduce((one, other) =>
    other.normalized.text.length > one.normalized.text.length ? other : one,
  ).normalized;
  const wanted = exactParts(fragments);
  const exact: QuotationMatch[] = [];
  const same: Place[] = [];
  for (const segment of segments) {
    for (let at = findWords(segment, longest, 0); at !== -1; ) {
      const position = positionOf(segment, at);
      const place = placeInOrder(fragments, { segment, position });
      if (place !== undefined) {
        exact.push(...exactInOrder(paragraphOf(place), wanted));
        if (exact.length === 0) same.push(place);
      }
      at = findWords(segment, longest, segment.textStarts[position + 1] ?? segment.text.length);
      if (slices.isOver()) await slices.next();
    }
    if (slices.isOver()) await slices.next();
  }
  return { exact, same: exact.length === 0 ? same : [] };
}

function placeInOrder(fragments: readonly Fragment[], indexed: IndexedParagraph): Place | undefined {
  const searched = normalizedTextOf(indexed);
  let first: number | undefined;
  let to = 0;
  for (const { normalized } of fragments) {
    const at = findWords(searched, normalized, to);
    if (at === -1) return undefined;
    first ??= at;
    to = at + normalized.text.length;
  }
  return { ...indexed, from: first ?? 0, to };
}

function exactInOrder(paragraph: Paragraph, parts: readonly ExactWords[]): readonly QuotationMatch[] {
  let first: number | undefined;
  let end = 0;
  for (const part of parts) {
    const found = findExact(paragraph.text, part, end);
    if (found === undefined) return [];
    first ??= found.start;
    end = found.end;
  }
  return [{ paragraph, span: { start: first ?? 0, end } }];
}

/** Reads the paragraph up to the place, so it is to be called for one place only. */
export async function matchAt(place: Place, { slices }: QuotationIndex): Promise<QuotationMatch> {
  const { segment, position, from, to } = place;
  const paragraph = paragraphOf(place);
  const start = segment.textStarts[position] ?? 0;
  // A place begins and ends where a word does.
  const countWords = (units: number) =>
    segment.boundaries
      .subarray(start + 1, start + units)
      .reduce((count, boundary) => count + (boundary === BOUNDARY.none ? 0 : 1), units === 0 ? 0 : 1);
  const words = await readWords(paragraph.text, { from: countWords(from), to: countWords(to) }, slices);
  return {
    paragraph,
    span: { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? paragraph.text.length },
  };
}
