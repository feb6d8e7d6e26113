// Whether the words of a quotation stand in the reports: exactly, with other punctuation, altered, or not at all.
import type { QuotationCheck, QuotationMatch } from "#domain/quotation-check.ts";
import type { Library, Paragraph, Span } from "#domain/report.ts";
import { findNearest, type Part } from "./closest-match.ts";
import { lettersOf, wordsOf } from "./normalized-text.ts";
import { createQuotationIndex, type QuotationIndex, type Stretch } from "./quotation-index.ts";

/** Checks one quotation; quotation marks around it are no part of it. */
export type Verify = (quotation: string) => QuotationCheck;

// The writer's mark that something is left out, with the brackets that often stand around it.
const ELLIPSIS =
  /\[\s*(?:\u2026|\.\s?\.\s?\.)\s*\]|\(\s*(?:\u2026|\.\s?\.\s?\.)\s*\)|\u2026|\.(?:\s?\.){2,}/gu;

// Fewer words stand in any report by chance.
const MIN_WORDS = 4;
const MIN_CHARACTERS = 20;

export function createVerify(library: Library): Verify {
  const index = createQuotationIndex(library);
  return (quotation) => {
    const typed = quotation.trim();
    return { quotation: typed, ...check(typed, index) };
  };
}

type Verdict = QuotationCheck extends infer Check
  ? Check extends unknown
    ? Omit<Check, "quotation">
    : never
  : never;

function check(typed: string, index: QuotationIndex): Verdict {
  const parts = partsOf(typed);
  const whole: Part = partOf(typed, 0, typed.length);
  if (!isLongEnough(whole)) return { verdict: "too-short" };
  const unbroken = placesOf(whole, index);
  // Dots of the report's own may part few words; few words apart from each other stand in any report.
  if (!parts.some(isLongEnough)) return found(unbroken) ?? { verdict: "too-short" };
  const inOrder = ellipsesIn(typed).length > 0 ? placesInOrder(parts, index) : [];
  const places = found([unbroken, inOrder].find(isExact) ?? [...unbroken, ...inOrder]);
  if (places !== undefined) return places;
  const near = findNearest(typed, parts, index);
  return near === undefined ? { verdict: "not-in-reports" } : { verdict: "altered", ...near };
}

/** Split at the ellipses; beside a figure or a short word three dots are punctuation, as before a note mark. */
function partsOf(typed: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { at, after } of ellipsesIn(typed)) {
    const part = partOf(typed, from, at);
    const rest = partOf(typed, after, typed.length);
    const parting = isTelling(part) && (rest.letters.run === "" || isTelling(rest));
    if (parting) parts.push(part);
    if (parting || part.letters.run === "") from = after;
  }
  const last = partOf(typed, from, typed.length);
  return last.letters.run === "" ? parts : [...parts, last];
}

function ellipsesIn(typed: string) {
  return Array.from(typed.matchAll(ELLIPSIS), ({ 0: { length }, index }) => ({
    at: index,
    after: index + length,
  }));
}

function partOf(typed: string, start: number, end: number): Part {
  const text = typed.slice(start, end);
  return { text, start, outer: end === typed.length, letters: lettersOf(text) };
}

function isTelling({ letters }: Part): boolean {
  const words = wordsOf(letters);
  return words.length > 1 || words.some(({ letters: word }) => /^\p{L}{4}/u.test(word));
}

function isLongEnough({ letters, text }: Part): boolean {
  return text.trim().length >= MIN_CHARACTERS || wordsOf(letters).length >= MIN_WORDS;
}

type Match = QuotationMatch & Readonly<{ exact: boolean }>;

function isExact(matches: readonly Match[]): boolean {
  return matches.some(({ exact }) => exact);
}

/** Exact places alone when there are any: another printing of the same words is then no news. */
function found(matches: readonly Match[]): Verdict | undefined {
  const exact = isExact(matches);
  const [first, ...others] = matches
    .filter((match) => match.exact === exact)
    .map(({ paragraph, span }) => ({ paragraph, span }));
  if (first === undefined) return undefined;
  return { verdict: exact ? "exact" : "same-words", places: [first, ...others] };
}

function placesOf(whole: Part, index: QuotationIndex): readonly Match[] {
  return Array.from(index.occurrences(whole.letters), ({ stretch, at }) => {
    const { paragraph, letters } = stretch;
    const span = spanIn(paragraph, at - letters.from, whole.letters.run.length);
    const start = span.start - (whole.letters.starts[0] ?? 0);
    const exact = paragraph.text.startsWith(whole.text, start);
    return { paragraph, exact, span: exact ? { start, end: start + whole.text.length } : span };
  });
}

/** The parts one after the other in one paragraph; at an ellipsis punctuation is the writer's. */
function placesInOrder(parts: readonly Part[], index: QuotationIndex): readonly Match[] {
  const longest = parts.reduce((one, other) =>
    other.letters.run.length > one.letters.run.length ? other : one,
  );
  const stretches = new Set(Array.from(index.occurrences(longest.letters), ({ stretch }) => stretch));
  return [...stretches].flatMap((stretch) => matchInOrder(parts, stretch, index) ?? []);
}

function matchInOrder(parts: readonly Part[], stretch: Stretch, index: QuotationIndex): Match | undefined {
  const { paragraph, letters } = stretch;
  const spans: Span[] = [];
  let from = letters.from;
  for (const part of parts) {
    const at = index.find(part.letters, stretch, from);
    if (at === -1) return undefined;
    spans.push(spanIn(paragraph, at - letters.from, part.letters.run.length));
    from = at + part.letters.run.length;
  }
  const exact = parts.every((part, at) => {
    const { words, lead } = literalOf(part, at === 0, at === parts.length - 1);
    return paragraph.text.startsWith(words, (spans[at]?.start ?? 0) - lead);
  });
  return { paragraph, span: { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 }, exact };
}

/** What has to stand letter for letter: punctuation beside an ellipsis is the writer's, at the outer ends it is not. */
function literalOf({ text, start, outer, letters }: Part, first: boolean, last: boolean) {
  const [begin = 0, end = 0] = [letters.starts[0], letters.ends.at(-1)];
  const from = first && start === 0 ? 0 : begin;
  return { lead: begin - from, words: text.slice(from, last && outer ? text.length : end) };
}

function spanIn({ text }: Paragraph, at: number, length: number): Span {
  const { starts, ends } = lettersOf(text);
  return { start: starts[at] ?? 0, end: ends[at + length - 1] ?? text.length };
}
