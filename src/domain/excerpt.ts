// The only file that builds an Excerpt, and the check that every outgoing quotation must pass.
import type { Excerpt } from "./answer.ts";
import { type Library, type Paragraph, paragraphsOf, type Span } from "./report.ts";

/** A paragraph up to this many characters is shown whole; a longer one as whole sentences around the marked one. */
export const WHOLE_CHARACTERS = 1500;

/**
 * Quotes a paragraph around `marked`, a sentence or a stretch of several (the first sentence where none is marked), in at most `most` characters.
 * A cut falls between sentences only, save within a single sentence longer than `most`, which is shown whole:
 * a sentence cut short could lose its "not".
 */
export function buildExcerpt(paragraph: Paragraph, marked?: Span, most: number = WHOLE_CHARACTERS): Excerpt {
  const sentence = marked === undefined ? {} : { sentence: marked };
  const whole = { paragraph, start: 0, end: paragraph.text.length, ...sentence };
  return paragraph.text.length <= most ? whole : { ...whole, ...around(paragraph, marked, most) };
}

/** Grows from the marked sentences, the following one first: it may take the marked ones back. */
function around({ sentences, text }: Paragraph, marked: Span | undefined, most: number): Span {
  const { start: from = 0, end: to = 1 } = marked ?? {};
  let first = Math.max(
    0,
    sentences.findLastIndex(({ start }) => start <= from),
  );
  let last = Math.max(
    first,
    sentences.findLastIndex(({ start }) => start < to),
  );
  const spanOf = (from: number, to: number) => ({
    start: sentences[from]?.start ?? 0,
    end: sentences[to]?.end ?? text.length,
  });
  const fits = (from: number, to: number) => {
    const { start, end } = spanOf(from, to);
    return from >= 0 && to < sentences.length && end - start <= most;
  };
  for (;;) {
    if (fits(first, last + 1)) last += 1;
    else if (!fits(first - 1, last)) return spanOf(first, last);
    if (fits(first - 1, last)) first -= 1;
  }
}

/** The whole paragraph in order, as excerpts of whole sentences of at most `most` characters each. */
export function excerptsOf(paragraph: Paragraph, most: number = WHOLE_CHARACTERS): readonly Excerpt[] {
  const { sentences, text } = paragraph;
  if (text.length <= most) return [{ paragraph, start: 0, end: text.length }];
  const pieces: { paragraph: Paragraph; start: number; end: number }[] = [];
  for (const { start, end } of sentences) {
    const piece = pieces.at(-1);
    if (piece !== undefined && end - piece.start <= most) piece.end = end;
    else pieces.push({ paragraph, start, end });
  }
  return pieces;
}

/** The words that are shown. */
export function quoted({ paragraph, start, end }: Excerpt): string {
  return paragraph.text.slice(start, end);
}

/** True when the excerpt shows words of a paragraph of the library as loaded, at sentence borders, letter for letter. */
export function isVerbatim(excerpt: Excerpt, library: Library): boolean {
  const { paragraph, start, end, sentence } = excerpt;
  const source = library.reports
    .filter(({ id }) => id === paragraph.report)
    .flatMap(paragraphsOf)
    .find(({ code, ordinal }) => code === paragraph.code && ordinal === paragraph.ordinal);
  const inside = sentence === undefined || (sentence.start >= start && sentence.end <= end);
  const shown = source?.text.slice(start, end) ?? "";
  return inside && shown !== "" && shown === quoted(excerpt);
}
