// Where sentences begin and end. Cutting at a false end could lose a "not", so a doubtful stop is no end.
import type { Span } from "#domain/report.ts";

// A run of end marks with the quotation marks, brackets and footnote marks that belong to the sentence. The look-behind
// keeps the scan linear: a run is tried from its first mark only.
const STOP = /(?<![.!?\u2026])[.!?\u2026]+["'\u201D\u2019\u00BB)\]]*(?:\[\^?\w{1,4}\])?(?=\s|$)/gu;

// Titles and the like: a name or a number follows.
const NEVER_LAST = new Set(
  `mr mrs ms dr prof gen lt col maj capt sgt cmdr adm brig rep sen gov pres hon rev st messrs mt ft
  vs cf viz e.g i.e eg ie al no nos fig figs p pp vol vols art arts sec secs para paras ch chap eq ed eds app ref refs
  approx ca v`.split(/\s+/u),
);

// These may end a sentence, and do so when a typical first word follows.
const MAYBE_LAST = new Set(
  `jr sr inc co corp ltd etc dept univ bros est ave blvd jan feb mar apr jun jul aug sep sept oct nov dec
  mon tue wed thu fri sat sun a.m p.m`.split(/\s+/u),
);

const FIRST_WORDS = new Set(
  `the a an this that these those it its he she they we you i his her their our there here in on at by for from to
  with without of as if when while where who what why how but and or so yet however moreover meanwhile although though
  since because after before during under over some many most several all no not both each one two three`.split(
    /\s+/u,
  ),
);

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
  const next = /^\s+["'\u201C\u2018\u00AB([]*(?<word>[\p{L}\p{N}]+)/u.exec(text.slice(end, end + LOOK_AHEAD))
    ?.groups?.word;
  if (next === undefined) return true;
  if (/^\p{Ll}/u.test(next)) return false;
  const opens = FIRST_WORDS.has(next.toLowerCase());
  const marks = text.slice(stop, end);
  // "stating ... Iran": dots that stand free mark an omission, not an end.
  if (/^(?:\.{2,}|\u2026)/u.test(marks)) return /\S/u.test(text[stop - 1] ?? " ") || opens;
  if (!/^\.(?!\.)/u.test(marks) || /[!?]/u.test(marks)) return true;
  return wordEndsSentence(wordBefore(text, start, stop), next, opens);
}

const LOOK_AHEAD = 60;

/** The word that the stop stands at, with the part of the sentence in front of it when that is nothing but the word. */
function wordBefore(text: string, start: number, stop: number): Readonly<{ word: string; first: boolean }> {
  const from = Math.max(start, stop - LOOK_AHEAD);
  const word = /[\p{L}\p{N}.&]*$/u.exec(text.slice(from, stop))?.[0] ?? "";
  return { word, first: stop - word.length === start };
}

type Before = Readonly<{ word: string; first: boolean }>;

function wordEndsSentence({ word, first }: Before, next: string, opens: boolean): boolean {
  const lower = word.toLowerCase();
  // "12." or "a." in front of everything else is a list mark.
  if (first && /^(?:\p{N}+(?:\.\p{N}+)*|\p{L})$/u.test(word)) return false;
  if (NEVER_LAST.has(lower)) return lower === "no" ? !/^\p{N}/u.test(next) : false;
  // Initials and dotted abbreviations: "Richard C. Baffa", "the U.S. Government".
  if (/^\p{Lu}$/u.test(word) || /^(?:\p{L}\.)+\p{L}$/u.test(word)) return opens;
  if (MAYBE_LAST.has(lower)) return opens || (lower === "etc" && /^\p{Lu}/u.test(next));
  return true;
}
