// The only file that builds an Excerpt, and the check that every outgoing quotation must pass.
import type { Excerpt } from "./answer.ts";
import { findReport, type Library, type Paragraph, paragraphsOf, type Span } from "./report.ts";

/** Paragraphs up to this many characters are shown whole, longer ones as whole sentences around the marked one. */
export const MAX_EXCERPT_CHARACTERS = 1500;

/**
 * Quotes a paragraph around `marked`, which is one sentence or several adjacent ones; around the first sentence if
 * nothing is marked. The excerpt has at most `max` characters and is cut between sentences only. The marked sentences
 * are always shown whole, even if they are longer than `max`: a sentence cut short could lose its "not".
 */
export function buildExcerpt(
  paragraph: Paragraph,
  marked?: Span,
  max: number = MAX_EXCERPT_CHARACTERS,
): Excerpt {
  const sentence = marked === undefined ? {} : { sentence: marked };
  const whole = { paragraph, start: 0, end: paragraph.text.length, ...sentence };
  return paragraph.text.length <= max ? whole : { ...whole, ...spanAround(paragraph, marked, max) };
}

/**
 * Adds sentences after and before the marked ones in turn, beginning after them: the next sentence may retract the
 * marked one.
 */
function spanAround({ sentences, text }: Paragraph, marked: Span | undefined, max: number): Span {
  const { start: markStart, end: markEnd } = marked ?? { start: 0, end: 1 };
  let first = Math.max(
    0,
    sentences.findLastIndex(({ start }) => start <= markStart),
  );
  let last = Math.max(
    first,
    sentences.findLastIndex(({ start }) => start < markEnd),
  );
  const spanOf = (from: number, to: number) => ({
    start: sentences[from]?.start ?? 0,
    end: sentences[to]?.end ?? text.length,
  });
  const fits = (from: number, to: number) => {
    const { start, end } = spanOf(from, to);
    return from >= 0 && to < sentences.length && end - start <= max;
  };
  for (;;) {
    if (fits(first, last + 1)) last += 1;
    else if (!fits(first - 1, last)) return spanOf(first, last);
    if (fits(first - 1, last)) first -= 1;
  }
}

// A longer one would take more room than the item that it introduces.
const MAX_LEAD_IN_CHARACTERS = 300;

/** The sentence that introduces the list of which the paragraph is an item, if there is one; nothing is marked. */
export function leadInExcerpt({ leadIn }: Paragraph): Excerpt | undefined {
  const sentence = leadIn?.sentences.at(-1);
  if (leadIn === undefined || sentence === undefined) return undefined;
  const { paragraph, start, end } = buildExcerpt(leadIn, sentence, sentence.end - sentence.start);
  return end - start > MAX_LEAD_IN_CHARACTERS ? undefined : { paragraph, start, end };
}

/**
 * The whole paragraph in order, as excerpts of whole sentences; only a longer sentence makes one exceed `max`
 * characters.
 */
export function splitIntoExcerpts(
  paragraph: Paragraph,
  max: number = MAX_EXCERPT_CHARACTERS,
): readonly Excerpt[] {
  const { sentences, text } = paragraph;
  if (text.length <= max) return [{ paragraph, start: 0, end: text.length }];
  const excerpts: { paragraph: Paragraph; start: number; end: number }[] = [];
  for (const { start, end } of sentences) {
    const excerpt = excerpts.at(-1);
    if (excerpt !== undefined && end - excerpt.start <= max) excerpt.end = end;
    else excerpts.push({ paragraph, start, end });
  }
  return excerpts;
}

/** The words that an excerpt shows. */
export function excerptText({ paragraph, start, end }: Excerpt): string {
  return paragraph.text.slice(start, end);
}

/**
 * True when the library has the excerpt's paragraph and the excerpt shows words of it, letter for letter, with the
 * marked sentence among them.
 */
export function isVerbatim(excerpt: Excerpt, library: Library): boolean {
  const { paragraph, start, end, sentence } = excerpt;
  const report = findReport(library, paragraph.report);
  const source = report && paragraphsOf(report)[paragraph.ordinal - 1];
  const isSame = source?.code === paragraph.code && source.ordinal === paragraph.ordinal;
  const isMarkShown = sentence === undefined || (sentence.start >= start && sentence.end <= end);
  const shown = source?.text.slice(start, end) ?? "";
  return isSame && isMarkShown && shown !== "" && shown === excerptText(excerpt);
}
