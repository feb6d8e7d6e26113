// Looks at the words just outside a quotation: "certainly will remain" is in a report that says "almost certainly will remain".
import type { AdjacentWords, QuotationMatch } from "#domain/quotation-check.ts";
import type { Paragraph, Span } from "#domain/report.ts";
import { isTurning } from "./difference.ts";
import { type NormalizedWord, normalize, wordsOf } from "./normalized-text.ts";

// Sentences are short, but what counts as one may be a page without an end mark; nothing that far away belongs to the quotation.
const MAX_CHARACTERS = 200;

/**
 * The run of such words directly before and directly after the match, in its first and its last sentence. Undefined if there
 * are none.
 */
export function findAdjacentWords({ paragraph, span }: QuotationMatch): AdjacentWords | undefined {
  const first = sentenceAt(paragraph, span.start);
  const last = sentenceAt(paragraph, span.end - 1);
  const start = Math.max(first.start, span.start - MAX_CHARACTERS);
  const end = Math.min(last.end, span.end + MAX_CHARACTERS);
  const before = runOf(wordsIn(paragraph, { start, end: span.start }).toReversed());
  const after = runOf(wordsIn(paragraph, { start: span.end, end }));
  if (before === undefined && after === undefined) return undefined;
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function sentenceAt({ sentences, text }: Paragraph, offset: number): Span {
  return (
    sentences.find(({ start, end }) => start <= offset && offset < end) ?? { start: 0, end: text.length }
  );
}

function wordsIn({ text }: Paragraph, { start, end }: Span): readonly NormalizedWord[] {
  const words = wordsOf(normalize(text.slice(start, end)));
  return words.map((word) => ({ ...word, start: word.start + start, end: word.end + start }));
}

/** `words`: the nearest to the quotation first. */
function runOf(words: readonly NormalizedWord[]): Span | undefined {
  const other = words.findIndex(({ text }) => !isTurning(text));
  const run = words.slice(0, other === -1 ? words.length : other);
  const [nearest, farthest] = [run[0], run.at(-1)];
  if (nearest === undefined || farthest === undefined) return undefined;
  return { start: Math.min(nearest.start, farthest.start), end: Math.max(nearest.end, farthest.end) };
}
