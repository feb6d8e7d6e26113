// Decides whether a report numbers its own paragraphs. If it does, its numbers replace our count.
import type { SourceBlock } from "./markdown.ts";

// The numbering is the rising sequence of printed numbers whose paragraphs have the most words in all. It must cover a
// good part of the report's words: the points of a list inside a report are too few and too short for that.
const MIN_NUMBERS = 3;
const MIN_SHARE_OF_WORDS = 0.4;

/** `levels` are the parts of the number: "2.20" is [2, 20]. */
type NumberedBlock = Readonly<{ index: number; levels: readonly number[]; words: number }>;

/** Sets `number` where the report numbers its paragraphs; any other printed number becomes part of the text. */
export function assignNumbers(blocks: readonly SourceBlock[]): readonly SourceBlock[] {
  const marked = blocks.map(readMark);
  const sequence = heaviestSequence(
    marked.flatMap(({ mark, text }, index): NumberedBlock[] =>
      mark === undefined
        ? []
        : [{ index, levels: numberOf(mark).split(".").map(Number), words: countWords(text) }],
    ),
  );
  const prose = marked.filter(({ kind, mark }) => kind === "paragraph" || mark !== undefined);
  const wordsInProse = prose.reduce((sum, { text }) => sum + countWords(text), 0);
  const wordsInSequence = sequence.reduce((sum, { words }) => sum + words, 0);
  const isNumbering = sequence.length >= MIN_NUMBERS && wordsInSequence >= MIN_SHARE_OF_WORDS * wordsInProse;
  const numbered = new Set(isNumbering ? sequence.map(({ index }) => index) : []);
  return marked.map((block, index): SourceBlock => {
    const { mark, ...rest } = block;
    if (mark === undefined) return rest;
    return numbered.has(index)
      ? { ...rest, number: numberOf(mark) }
      : { ...rest, text: `${mark} ${block.text}` };
  });
}

/** Moves the number in front of a plain paragraph into `mark`: "12. The …", "2.20 The …", but not "40 percent". */
function readMark(block: SourceBlock): SourceBlock {
  if (block.kind !== "paragraph") return block;
  const { mark, rest } =
    /^(?<mark>\d{1,4}(?:\.\d{1,4})*[.)]|\d{1,4}(?:\.\d{1,4})+(?=\s["'\u201C\u2018(]?\p{Lu}))\s(?<rest>.+)$/su.exec(
      block.text,
    )?.groups ?? {};
  return mark === undefined || rest === undefined ? block : { ...block, mark, text: rest };
}

function numberOf(mark: string): string {
  return mark.replace(/[.)]$/u, "");
}

function countWords(text: string): number {
  return text.split(" ").length;
}

type Sequence = Readonly<{ last: NumberedBlock; words: number; before: Sequence | undefined }>;

/** The rising sequence with the most words, its last block first. */
function heaviestSequence(numbered: readonly NumberedBlock[]): readonly NumberedBlock[] {
  // The sequences worth continuing, sorted by their last number. One that ends at a higher number and has fewer words
  // than another is dropped, so the number of words never decreases and the last sequence has the most.
  const best: Sequence[] = [];
  for (const last of numbered) {
    const index = lowerBound(best, last.levels);
    const before = best[index - 1];
    const words = last.words + (before?.words ?? 0);
    let end = index;
    while ((best[end]?.words ?? Infinity) < words) end += 1;
    const next = best[index];
    const isNoBetter = end === index && next !== undefined && compare(next.last.levels, last.levels) === 0;
    if (!isNoBetter) best.splice(index, end - index, { last, words, before });
  }
  const blocks: NumberedBlock[] = [];
  for (let sequence = best.at(-1); sequence !== undefined; sequence = sequence.before)
    blocks.push(sequence.last);
  return blocks;
}

/** Index of the first sequence whose last number is not below these levels. */
function lowerBound(sequences: readonly Sequence[], levels: readonly number[]): number {
  let [low, high] = [0, sequences.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sequences[middle]?.last.levels ?? [], levels) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Negative, zero or positive, as for a sort; a number comes before those below it, "2" before "2.1". */
function compare(one: readonly number[], other: readonly number[]): number {
  for (let level = 0; level < Math.max(one.length, other.length); level++) {
    const difference = (one[level] ?? -1) - (other[level] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
