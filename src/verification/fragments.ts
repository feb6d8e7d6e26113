// A quotation divided at its ellipses, into the parts that must follow each other in one paragraph.
import type { Span } from "#domain/report.ts";
import type { ExactWords } from "./find-words.ts";
import { type NormalizedText, normalize, wordsOf } from "./normalized-text.ts";

/** The words of a quotation between two ellipses. */
export type Fragment = Readonly<{
  text: string;
  /** Where the fragment starts in the quotation. */
  start: number;
  /** No ellipsis follows. */
  endsQuotation: boolean;
  normalized: NormalizedText;
}>;

// The mark for omitted words, with the brackets that often surround it.
const ELLIPSIS =
  /\[\s*(?:\u2026|\.\s?\.\s?\.)\s*\]|\(\s*(?:\u2026|\.\s?\.\s?\.)\s*\)|\u2026|\.(?:\s?\.){2,}/gu;

// A quotation must reach one of the two: shorter ones occur in reports by chance.
const MIN_WORDS = 4;
const MIN_CHARACTERS = 20;

export function isLongEnough({ normalized, text }: Fragment): boolean {
  return text.trim().length >= MIN_CHARACTERS || wordsOf(normalized).length >= MIN_WORDS;
}

/** The quotation as if its dots were punctuation. */
export function wholeOf(quotation: string): Fragment {
  return fragmentOf(quotation, 0, quotation.length);
}

export function ellipsesIn(quotation: string): readonly Span[] {
  return Array.from(quotation.matchAll(ELLIPSIS), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
}

/**
 * Splits where an ellipsis has content on both sides. Beside a number or a short word the dots are punctuation. Takes time
 * linear in the length of the quotation, however many dots it has.
 */
export function splitAt(ellipses: readonly Span[], quotation: string): readonly Fragment[] {
  const contents = contentsBetween(ellipses, quotation);
  const following = [...contents];
  for (let i = following.length - 2; i >= 0; i--)
    following[i] = join(following[i] ?? NOTHING, following[i + 1] ?? NOTHING);
  const fragments: Fragment[] = [];
  let from = 0;
  let before = NOTHING;
  for (const [i, { start, end }] of ellipses.entries()) {
    before = join(before, contents[i] ?? NOTHING);
    const after = following[i + 1] ?? NOTHING;
    const splits = before.isContent && (after.words === 0 || after.isContent);
    if (splits) fragments.push(fragmentOf(quotation, from, start));
    if (splits || before.words === 0) [from, before] = [end, NOTHING];
  }
  const last = fragmentOf(quotation, from, quotation.length);
  return last.normalized.text === "" ? fragments : [...fragments, last];
}

/** `isContent`: two words, or one of four letters. */
type Content = Readonly<{ words: number; isContent: boolean }>;
const NOTHING: Content = { words: 0, isContent: false };

/** The parts before the first ellipsis, between each two, and after the last. */
function contentsBetween(ellipses: readonly Span[], quotation: string): readonly Content[] {
  const ends = [...ellipses.map(({ start }) => start), quotation.length];
  return ends.map((end, i) => {
    const words = wordsOf(normalize(quotation.slice(ellipses[i - 1]?.end ?? 0, end)));
    return {
      words: words.length,
      isContent: words.length > 1 || words.some(({ text }) => /^\p{L}{4}/u.test(text)),
    };
  });
}

function join(one: Content, other: Content): Content {
  const words = one.words + other.words;
  return { words, isContent: words > 1 || one.isContent || other.isContent };
}

function fragmentOf(quotation: string, start: number, end: number): Fragment {
  const text = quotation.slice(start, end);
  return { text, start, endsQuotation: end === quotation.length, normalized: normalize(text) };
}

/** What must be in the report letter for letter if the quotation is not divided: all of it. */
export function exactWhole({ text, normalized }: Fragment): ExactWords {
  return { text, lead: normalized.starts[0] ?? 0, end: normalized.ends.at(-1) ?? 0, words: normalized };
}

/**
 * The part of each fragment that must be in the report letter for letter. Punctuation next to an ellipsis is not part of it,
 * because it may come from the person who shortened the quotation; punctuation at the two ends of the quotation is.
 */
export function exactParts(fragments: readonly Fragment[]): readonly ExactWords[] {
  return fragments.map(({ text, start, endsQuotation, normalized }, i) => {
    const [firstWord = 0, lastWord = 0] = [normalized.starts[0], normalized.ends.at(-1)];
    const from = i === 0 && start === 0 ? 0 : firstWord;
    const to = i === fragments.length - 1 && endsQuotation ? text.length : lastWord;
    return { text: text.slice(from, to), lead: firstWord - from, end: lastWord - from, words: normalized };
  });
}
