// Where sentences begin and end. Cutting at a false end could lose a "not", so a doubtful stop is no end.
import type { Span } from "#domain/report.ts";

// A run of end marks (". . ." too) with the quotation marks, brackets and footnote marks that belong to the sentence.
// The look-behind keeps the scan linear: a run is tried from its first mark only.
const STOP =
  /(?<![.!?\u2026])(?:\.(?: \.)+|[.!?\u2026]+)["'\u201D\u2019\u00BB)\]\u00B9\u00B2\u00B3\u2070-\u2079]*(?:\[\^?\w{1,4}\])*(?=\s|$)/gu;

// Titles and the like: a name follows.
const NEVER_LAST = setOf(
  "mr mrs ms dr prof gen lt col maj capt sgt cmdr adm brig rep sen gov pres hon rev messrs vs v cf viz e.g i.e eg ie ca approx",
);

// A figure follows ("No. 5", "art. IV"); without one the lower-case word is an ordinary word ("the state of the art.").
const BEFORE_FIGURE = setOf(
  "no nos fig figs art arts sec secs ch chap p pp vol vols para paras ref refs ed eds eq app",
);

// These may end a sentence, and do so when a typical first word follows.
const MAYBE_LAST = setOf(
  "jr sr inc co corp ltd etc dept univ bros est ave blvd st mt ft al ph.d Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun",
);

const FIRST_WORDS = setOf(
  "the a an this that these those it its he she they we you i his her their our there here in on at by for from to with without of as if when while where who what why how but and or so yet however moreover meanwhile although though since because after before during under over some many most several all no not both each one two three then also such now",
);

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

/** Sentences in order, trimmed, together covering all words of the text; offsets are UTF-16 code units. */
export function splitSentences(text: string): Span[] {
  const sentences: Span[] = [];
  let start = firstInk(text, 0);
  for (const match of text.matchAll(STOP)) {
    const end = match.index + match[0].length;
    if (!endsSentence(text, start, match.index, end)) continue;
    sentences.push({ start, end });
    start = firstInk(text, end);
  }
  const last = text.trimEnd().length;
  if (start < last) sentences.push({ start, end: last });
  return sentences;
}

function firstInk(text: string, from: number): number {
  const ink = /\S/gu;
  ink.lastIndex = from;
  return ink.exec(text)?.index ?? text.length;
}

function endsSentence(text: string, start: number, stop: number, end: number): boolean {
  const after = text.slice(end, end + LOOK_AHEAD);
  // A combining mark belongs to the white space in front of it: never cut between them.
  if (/^\s+[\p{M}\u200D]/u.test(after)) return false;
  const { between, word: next } =
    /^\s+(?<between>[^\p{L}\p{N}]*)(?<word>[\p{L}\p{N}]+)/u.exec(after)?.groups ?? {};
  if (between === undefined || next === undefined) return true;
  if (/^\p{Ll}/u.test(next)) return false;
  const opens = /^["'\u201C\u2018\u00AB([]*$/u.test(between) && FIRST_WORDS.has(next.toLowerCase());
  const marks = text.slice(stop, end);
  // "stating ... Iran": dots that stand free mark an omission, not an end.
  if (/^(?:\.{2,}|\. \.|\u2026)/u.test(marks)) return /\S/u.test(text[stop - 1] ?? " ") || opens;
  if (!marks.startsWith(".") || /[!?]/u.test(marks)) return true;
  return wordEndsSentence(wordBefore(text, start, stop), { opens, between, next });
}

const LOOK_AHEAD = 60;

/** The word that the stop stands at; `first` when nothing of the sentence stands in front of it. */
type Before = Readonly<{ word: string; first: boolean }>;
/** What follows the stop; `opens`: a typical first word. */
type After = Readonly<{ opens: boolean; between: string; next: string }>;

function wordBefore(text: string, start: number, stop: number): Before {
  const from = Math.max(start, stop - LOOK_AHEAD);
  const word = /[\p{L}\p{N}.&]*$/u.exec(text.slice(from, stop))?.[0] ?? "";
  return { word, first: stop - word.length === start };
}

function wordEndsSentence({ word, first }: Before, { opens, between, next }: After): boolean {
  const lower = word.toLowerCase();
  // "12.", "a." or "ii." in front of everything else is a list mark.
  if (first && /^(?:\p{N}+(?:\.\p{N}+)*|\p{L}|[ivxlc]{1,6})$/iu.test(word)) return false;
  if (NEVER_LAST.has(lower)) return false;
  if (BEFORE_FIGURE.has(lower)) {
    if (/^(?:\p{N}|[IVXLC]+$|\p{Lu}$)/u.test(next)) return false;
    return opens || word === lower || lower === "no";
  }
  // Initials and dotted abbreviations: "Richard C. Baffa", "the U.S. Government", "9 a.m. Monday".
  if (/^\p{Lu}$/u.test(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word)) return opens;
  // As written for months and days: "the sun." is a word.
  if (!MAYBE_LAST.has(lower) && !MAYBE_LAST.has(word)) return true;
  return opens || (lower === "etc" && between === "" && /^\p{Lu}/u.test(next));
}
