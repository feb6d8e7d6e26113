// The reports as one run of letters and one row of words: where a quotation stands, and which paragraphs come near it.
import { type Library, type Paragraph, paragraphsOf } from "#domain/report.ts";
import { BORDER, isSameBorder, type Letters, lettersOf, wordsOf } from "./normalized-text.ts";

/** A paragraph with its stretches [from, to) of the run of letters and of the row of words. */
export type Stretch = Readonly<{
  paragraph: Paragraph;
  letters: Readonly<{ from: number; to: number }>;
  words: Readonly<{ from: number; to: number }>;
}>;

export type QuotationIndex = Readonly<{
  /** Every place in the library where the same words stand, in reading order; `at` counts units of the run. */
  occurrences(letters: Letters): Iterable<Readonly<{ stretch: Stretch; at: number }>>;
  /** The first place at or after `from`, inside a stretch; -1 when there is none. */
  find(letters: Letters, stretch: Stretch, from: number): number;
  /** Paragraphs that hold, close together, the most of the words by weight; best first. */
  near(words: readonly number[], limit: number): readonly Readonly<{ stretch: Stretch; share: number }>[];
  /** Numbers of the words; a word that no report has gets a number of its own below 0. */
  idsOf(words: readonly string[]): readonly number[];
  /** The numbers of a paragraph's words. */
  wordsOf(stretch: Stretch): Int32Array;
  /** Inverse document frequency over paragraphs; an unknown word weighs like the rarest. */
  weight(id: number): number;
}>;

export function createQuotationIndex(library: Library): QuotationIndex {
  const built = build(library);
  const { run, borders, rows, stretches, ids, frequencies } = built;
  const idf = Float64Array.from(frequencies, (frequency) => Math.log(1 + stretches.length / frequency));
  const unknown = Math.log(1 + stretches.length);
  const weight = (id: number) => (id < 0 ? unknown : (idf[id] ?? unknown));
  const find = (letters: Letters, from: number, to: number) =>
    findSame({ run, borders }, letters, { from, to });
  return {
    *occurrences(letters) {
      for (let at = find(letters, 0, run.length); at !== -1; at = find(letters, at + 1, run.length)) {
        const stretch = stretchAt(stretches, at);
        if (stretch !== undefined) yield { stretch, at };
      }
    },
    find: (letters, { letters: own }, from) => find(letters, Math.max(from, own.from), own.to),
    near: (words, limit) => nearest(words, { rows, stretches, weight }, limit),
    idsOf: (words) => words.map((word, at) => ids.get(word) ?? -1 - at),
    wordsOf: ({ words }) => rows.subarray(words.from, words.to),
    weight,
  };
}

type Built = Readonly<{
  run: string;
  borders: Uint8Array;
  rows: Int32Array;
  stretches: readonly Stretch[];
  ids: ReadonlyMap<string, number>;
  /** In how many paragraphs a word stands. */
  frequencies: readonly number[];
}>;

// Parts the paragraphs in the run: no quotation holds it.
const END = "\n";

function build({ reports }: Library): Built {
  const runs: string[] = [];
  const borders: number[] = [];
  const rows: number[] = [];
  const stretches: Stretch[] = [];
  const ids = new Map<string, number>();
  const frequencies: number[] = [];
  for (const paragraph of reports.flatMap(paragraphsOf)) {
    const letters = lettersOf(paragraph.text);
    const words = wordsOf(letters).map(({ letters: word }) => {
      const id = ids.get(word) ?? ids.size;
      ids.set(word, id);
      return id;
    });
    for (const id of new Set(words)) frequencies[id] = (frequencies[id] ?? 0) + 1;
    stretches.push({
      paragraph,
      letters: { from: borders.length, to: borders.length + letters.run.length },
      words: { from: rows.length, to: rows.length + words.length },
    });
    for (const border of letters.borders) borders.push(border);
    borders.push(BORDER.hard);
    for (const id of words) rows.push(id);
    runs.push(letters.run);
  }
  return {
    run: runs.map((run) => run + END).join(""),
    borders: Uint8Array.from(borders),
    rows: Int32Array.from(rows),
    stretches,
    ids,
    frequencies,
  };
}

type Run = Pick<Built, "run" | "borders">;
type Range = Readonly<{ from: number; to: number }>;

/** Whole words only, and no border that parts words in one of the two only. */
function findSame({ run, borders }: Run, letters: Letters, { from, to }: Range): number {
  const { length } = letters.run;
  for (let at = run.indexOf(letters.run, from); at !== -1; at = run.indexOf(letters.run, at + 1)) {
    if (length === 0 || at + length > to) return -1;
    const whole = borders[at] !== BORDER.none && borders[at + length] !== BORDER.none;
    if (whole && hasSameBorders(borders, at, letters)) return at;
  }
  return -1;
}

function hasSameBorders(borders: Uint8Array, at: number, letters: Letters): boolean {
  for (let unit = 1; unit < letters.run.length; unit++)
    if (!isSameBorder(borders[at + unit] ?? BORDER.none, letters.borders[unit] ?? BORDER.none)) return false;
  return true;
}

function stretchAt(stretches: readonly Stretch[], at: number): Stretch | undefined {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.letters.to ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return stretches[low];
}

type Rows = Readonly<{
  rows: Int32Array;
  stretches: readonly Stretch[];
  weight: (id: number) => number;
}>;

/** Slides a window a little longer than the quotation over every paragraph; one pass over all words. */
function nearest(words: readonly number[], { rows, stretches, weight }: Rows, limit: number) {
  const wanted = new Map<number, { need: number; weight: number }>();
  for (const id of words) {
    const known = wanted.get(id) ?? { need: 0, weight: weight(id) };
    wanted.set(id, { ...known, need: known.need + 1 });
  }
  const whole = words.reduce((sum, id) => sum + weight(id), 0);
  const width = Math.ceil(words.length * 1.25) + 2;
  const scored = stretches.map((stretch) => ({
    stretch,
    share: bestWindow(rows, stretch.words, { wanted, width }) / whole,
  }));
  return scored
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, limit);
}

type Window = Readonly<{
  wanted: ReadonlyMap<number, Readonly<{ need: number; weight: number }>>;
  width: number;
}>;

function bestWindow(rows: Int32Array, { from, to }: Range, { wanted, width }: Window): number {
  const held = new Map<number, number>();
  let [score, best] = [0, 0];
  const move = (id: number, step: 1 | -1) => {
    const want = wanted.get(id);
    if (want === undefined) return;
    const before = held.get(id) ?? 0;
    held.set(id, before + step);
    if (step === 1 ? before < want.need : before <= want.need) score += step * want.weight;
  };
  for (let at = from; at < to; at++) {
    move(rows[at] ?? -1, 1);
    if (at - from >= width) move(rows[at - width] ?? -1, -1);
    best = Math.max(best, score);
  }
  return best;
}
