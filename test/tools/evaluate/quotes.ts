// Quotations made from reports, the same for the same seed: exact ones, and ones with what happens to quotations.
import { type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { ALTERATIONS, type Alteration, type Random } from "./alterations.ts";
import { createRandom as createNumbers } from "./random.ts";

export type MadeQuotation = Readonly<{
  kind: "exact" | "punctuation" | "altered" | "foreign" | "ellipsis";
  text: string;
  /** The words as the report has them; several runs where words are left out between them. */
  original: readonly string[];
  alteration?: Alteration;
}>;

export function createRandom(seed: number): Random {
  const next = createNumbers(seed);
  return {
    below: (bound) => Math.floor(next() * bound),
    pick: (choices) => choices[Math.floor(next() * choices.length)]!,
  };
}

const MIN_WORDS = 6;
const MAX_WORDS = 40;

export function makeExact(report: Report, count: number, random: Random): MadeQuotation[] {
  const from = quotable(report, MIN_WORDS);
  return make(count, () => {
    const text = runOf(random.pick(from), random);
    return isProse(text) ? { kind: "exact", text, original: [text] } : undefined;
  });
}

/** Words of a report that is not loaded; `loaded`: what is. */
export function makeForeign(
  foreign: Report,
  count: number,
  random: Random,
  loaded: Haystack,
): MadeQuotation[] {
  const from = quotable(foreign, MIN_WORDS);
  return make(count, () => {
    const text = runOf(random.pick(from), random);
    return loaded.holds(text) || !isProse(text) ? undefined : { kind: "foreign", text, original: [] };
  });
}

export function makePunctuation(report: Report, count: number, random: Random): MadeQuotation[] {
  const from = quotable(report, MIN_WORDS);
  return make(count, () => {
    const original = runOf(random.pick(from), random);
    let text = original;
    for (let changes = 1 + random.below(3); changes > 0; changes--) text = random.pick(REPUNCTUATIONS)(text);
    text = text.trim();
    // A text that was only cut at its end, or became what another place has, is still in the report.
    const isInReport = paragraphsOf(report).some((paragraph) =>
      paragraph.text.includes(text.replace(/[\s.]+$/u, "")),
    );
    return isInReport || !isProse(text) ? undefined : { kind: "punctuation", text, original: [original] };
  });
}

/** With one word altered: number, name, negation, hedge and synonym in turn, as far as the report has them. */
export function makeAltered(
  report: Report,
  count: number,
  random: Random,
  loaded: Haystack,
): MadeQuotation[] {
  const from = quotable(report, MIN_WORDS);
  const kinds = Object.keys(ALTERATIONS) as Alteration[];
  let turn = 0;
  return make(count, () => {
    const alteration = kinds[turn++ % kinds.length]!;
    const original = runOf(random.pick(from), random);
    const text = ALTERATIONS[alteration](original, random);
    // An altered sentence may be another sentence of the report, as in "within 7 days" and "within 14 days".
    if (text === undefined || loaded.holds(text) || !isProse(original)) return undefined;
    return { kind: "altered", text, original: [original], alteration };
  });
}

export function makeEllipsis(report: Report, count: number, random: Random): MadeQuotation[] {
  const from = quotable(report, 3 * MIN_WORDS);
  return make(count, () => {
    const words = wordSpans(random.pick(from).text);
    const { text } = words;
    const first = random.below(words.spans.length - 3 * MIN_WORDS + 1);
    const second = first + MIN_WORDS + 1 + random.below(words.spans.length - first - 2 * MIN_WORDS - 1);
    const run = (from: number, length: number) =>
      text.slice(words.spans[from]!.start, words.spans[from + length - 1]!.end);
    const original = [run(first, MIN_WORDS), run(second, Math.min(MIN_WORDS, words.spans.length - second))];
    if (!original.every(isProse)) return undefined;
    return {
      kind: "ellipsis",
      text: original.join(random.pick([" ... ", " … ", " […] ", " [...] ", "…"])),
      original,
    };
  });
}

export type Haystack = Readonly<{ holds(text: string): boolean }>;

/** Compares letters and figures alone, with no code of the check that is measured. */
export function createHaystack(reports: readonly Report[]): Haystack {
  const bare = (text: string) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}%$]/gu, "");
  const whole = reports
    .flatMap(paragraphsOf)
    .map(({ text }) => bare(text))
    .join("\n");
  return { holds: (text) => whole.includes(bare(text)) };
}

function quotable(report: Report, minWords: number): readonly Paragraph[] {
  return paragraphsOf(report).filter(({ text }) => wordSpans(text).spans.length >= minWords);
}

/** Four words at least: what a scanner made of a drawing cannot be quoted. */
function isProse(text: string): boolean {
  return (text.match(/(?<!\p{L})\p{L}{2,}(?!\p{L})/gu) ?? []).length >= 4;
}

function wordSpans(text: string) {
  const spans = Array.from(text.matchAll(/\S+/gu), ({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }));
  return { text, spans };
}

/** Some whole words of a paragraph, about as many as a sentence has, anywhere in it. */
function runOf(paragraph: Paragraph, random: Random): string {
  const { text, spans } = wordSpans(paragraph.text);
  const length = Math.min(spans.length, MIN_WORDS + random.below(MAX_WORDS - MIN_WORDS + 1));
  const first = random.below(spans.length - length + 1);
  return text.slice(spans[first]!.start, spans[first + length - 1]!.end);
}

const MAX_TRIES_EACH = 200;

function make(count: number, one: () => MadeQuotation | undefined): MadeQuotation[] {
  const made: MadeQuotation[] = [];
  for (let tried = 0; made.length < count && tried < count * MAX_TRIES_EACH; tried++) {
    const quotation = one();
    if (quotation !== undefined) made.push(quotation);
  }
  return made;
}

const REPUNCTUATIONS: readonly ((text: string) => string)[] = [
  (text) => text.replace(/["\u201C\u201D]/gu, "\u00AB"),
  (text) => text.replace(/'/gu, "\u2019").replace(/"/gu, "\u201D"),
  (text) => text.replace(/\u2019/gu, "'").replace(/[\u201C\u201D]/gu, '"'),
  (text) => text.replace(/\s*[\u2013\u2014]\s*/gu, " - "),
  (text) => text.replace(/(?<=\p{L})-(?=\p{L})/gu, "\u2011"),
  (text) => text.replace(/(?<=\p{L}),/gu, ""),
  (text) => text.replace(/(?<=\p{L}),/gu, ";"),
  (text) => text.replace(/[.;:,]$/u, "").concat(","),
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) =>
    text.replace(/^\p{L}/u, (letter) =>
      letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
    ),
  (text) => text.replace(/ /gu, "\n"),
  (text) => text.replace(/ /u, "\u00A0 "),
  (text) => text.replace(/(?<=\p{L})\.(?=\s|$)/gu, "!"),
];
