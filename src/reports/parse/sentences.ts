// Splits text into sentences. A wrong split could separate a "not" from its sentence, so in doubt there is no split.
import type { Span } from "#domain/report.ts";
import { parseWords } from "#text/word-list.ts";

// One or more end marks (". . ." too) with the quotation marks, brackets and footnote marks that belong to the
// sentence. The look-behind keeps the scan linear in the length of the text: a run of marks is tried from its first
// mark only.
const STOP =
  /(?<![.!?\u2026])(?:\.(?: \.)+|[.!?\u2026]+)["'\u201D\u2019\u00BB)\]\u00B9\u00B2\u00B3\u2070-\u2079]*(?:\[\^?\w{1,4}\])*(?=\s|$)/gu;

// The lists are here and not in files, because parsing reads no file.

// Abbreviations in front of a name or an example: never the last word of a sentence.
const NEVER_LAST = parseWords(
  "mr mrs ms dr prof gen lt col maj capt sgt cmdr adm brig rep sen gov pres hon rev messrs vs v cf viz e.g i.e eg ie ca approx",
);

// Abbreviations in front of a number ("No. 5", "art. IV"). Without a number, a lower-case one is an ordinary word ("the
// state of the art.").
const BEFORE_NUMBER = parseWords(
  "no nos fig figs art arts sec secs ch chap p pp vol vols para paras ref refs ed eds eq app",
);

// Abbreviations that end a sentence only if a typical first word follows. Months and days must be capitalised: "sun" is
// a word.
const MAYBE_LAST = parseWords(
  "jr sr inc co corp ltd etc dept univ bros est ave blvd st mt ft al ph.d Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun",
);

const FIRST_WORDS = parseWords(
  "the a an this that these those it its he she they we you i his her their our there here in on at by for from to with without of as if when while where who what why how but and or so yet however moreover meanwhile although though since because after before during under over some many most several all no not both each one two three then also such now",
);

/** In order and trimmed; together they cover every word of the text. Offsets count UTF-16 code units. */
export function splitSentences(text: string): Span[] {
  const sentences: Span[] = [];
  let start = skipSpace(text, 0);
  for (const match of text.matchAll(STOP)) {
    const end = match.index + match[0].length;
    if (!endsSentence(text, { start, stop: match.index, end })) continue;
    for (const part of cutLong(text, { start, end })) sentences.push(part);
    start = skipSpace(text, end);
  }
  const last = text.trimEnd().length;
  if (start < last) for (const part of cutLong(text, { start, end: last })) sentences.push(part);
  return sentences;
}

// So much without an end mark is a table or a scan without punctuation. It is indexed sentence by sentence, and a sentence of
// megabytes would hold up the process for seconds.
const MAX_LENGTH = 10_000;
const CUT = /\s+(?![\s\p{M}\u200D])/gu;

/** The sentence, or its parts of about the maximum length, cut at white space. */
function* cutLong(text: string, { start, end }: Span): Iterable<Span> {
  let from = start;
  while (end - from > MAX_LENGTH) {
    CUT.lastIndex = from + MAX_LENGTH;
    const cut = CUT.exec(text);
    if (cut === null || cut.index >= end) break;
    yield { start: from, end: from + text.slice(from, cut.index).trimEnd().length };
    from = cut.index + cut[0].length;
  }
  yield { start: from, end };
}

function skipSpace(text: string, from: number): number {
  const notSpace = /\S/gu;
  notSpace.lastIndex = from;
  return notSpace.exec(text)?.index ?? text.length;
}

/** A possible sentence: it begins at `start`, and its end marks are [stop, end). */
type Candidate = Readonly<{ start: number; stop: number; end: number }>;

function endsSentence(text: string, { start, stop, end }: Candidate): boolean {
  const after = text.slice(end, end + LOOK_AHEAD);
  // Never split between white space and a combining mark, which belongs to it.
  if (/^\s+[\p{M}\u200D]/u.test(after)) return false;
  const { between, word: next } =
    /^\s+(?<between>[^\p{L}\p{N}]*)(?<word>[\p{L}\p{N}]+)/u.exec(after)?.groups ?? {};
  if (between === undefined || next === undefined) return true;
  if (/^\p{Ll}/u.test(next)) return false;
  const isTypicalStart = /^["'\u201C\u2018\u00AB([]*$/u.test(between) && FIRST_WORDS.has(next.toLowerCase());
  const marks = text.slice(stop, end);
  // Dots after a space mark an omission, not an end: "stating ... Iran".
  if (/^(?:\.{2,}|\. \.|\u2026)/u.test(marks)) return /\S/u.test(text[stop - 1] ?? " ") || isTypicalStart;
  if (!marks.startsWith(".") || /[!?]/u.test(marks)) return true;
  return wordEndsSentence(wordBefore(text, start, stop), { isTypicalStart, between, next });
}

const LOOK_AHEAD = 60;

/** The word in front of the end marks; `first`: it is the first of its sentence. */
type WordBefore = Readonly<{ word: string; first: boolean }>;
/** What follows the end marks: `between` up to the next word; `isTypicalStart`: that word often starts a sentence. */
type WordAfter = Readonly<{ isTypicalStart: boolean; between: string; next: string }>;

function wordBefore(text: string, start: number, stop: number): WordBefore {
  const from = Math.max(start, stop - LOOK_AHEAD);
  const word = /[\p{L}\p{N}.&]*$/u.exec(text.slice(from, stop))?.[0] ?? "";
  return { word, first: stop - word.length === start };
}

function wordEndsSentence(
  { word, first }: WordBefore,
  { isTypicalStart, between, next }: WordAfter,
): boolean {
  const lower = word.toLowerCase();
  // A sentence that would be only "12.", "a." or "ii." is a list mark.
  if (first && /^(?:\p{N}+(?:\.\p{N}+)*|\p{L}|[ivxlc]{1,6})$/iu.test(word)) return false;
  if (NEVER_LAST.has(lower)) return false;
  if (BEFORE_NUMBER.has(lower)) {
    if (/^(?:\p{N}|[IVXLC]+$|\p{Lu}$)/u.test(next)) return false;
    return isTypicalStart || word === lower || lower === "no";
  }
  // Initials and dotted abbreviations: "Richard C. Baffa", "the U.S. Government", "9 a.m. Monday".
  if (/^\p{Lu}$/u.test(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word)) return isTypicalStart;
  if (!MAYBE_LAST.has(lower) && !MAYBE_LAST.has(word)) return true;
  return isTypicalStart || (lower === "etc" && between === "" && /^\p{Lu}/u.test(next));
}
