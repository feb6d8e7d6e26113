// A segment is the indexed form of adjacent paragraphs of one report: their normalized texts and words one after the other,
// and for each word the paragraphs that have it. Typed arrays, because a library may have a million paragraphs.
import { type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import { BOUNDARY, nextPiece, type Piece, startScan } from "./normalized-text.ts";
import { createNumberList } from "./number-list.ts";

export type Segment = Readonly<{
  paragraphs: readonly Paragraph[];
  /** Normalized, each paragraph followed by END_OF_PARAGRAPH. */
  text: string;
  /** The boundary before each unit of `text`. */
  boundaries: Uint8Array;
  /** Where each paragraph starts in `text`; the last entry is the length of `text`. */
  textStarts: Int32Array;
  /** Ids of all words in reading order. */
  wordIds: Int32Array;
  /** Where each paragraph starts in `wordIds`; the last entry is its length. */
  wordStarts: Int32Array;
  /** The different word ids, ascending. */
  terms: Int32Array;
  /** Where the postings of each term start; the last entry is the number of postings. */
  postingStarts: Int32Array;
  /** For each term the paragraphs that have it, ascending. */
  postings: Uint16Array;
}>;

/** A paragraph by its position in a segment. */
export type IndexedParagraph = Readonly<{ segment: Segment; position: number }>;

/** The id of every word. Words of removed reports stay in it: it is the vocabulary of a few reports at most. */
export type WordIds = Map<string, number>;

// A segment is searched in one step, and its postings are sorted in one step; both take a few milliseconds for one that has
// reached either bound. Positions of paragraphs fit 16 bits.
const MAX_PARAGRAPHS = 512;
const MAX_UNITS = 128_000;

// Pieces that are read between two looks at the clock; they take less than a millisecond.
const PIECES_PER_LOOK = 512;

const END_OF_PARAGRAPH: Piece = { units: "\n", boundary: BOUNDARY.required, start: 0, end: 0, isAscii: true };

/** The segments of a report, made in slices. */
export async function indexReport(
  report: Report,
  ids: WordIds,
  slices: TimeSlices,
): Promise<readonly Segment[]> {
  const segments: Segment[] = [];
  let builder = createBuilder(ids);
  for (const paragraph of paragraphsOf(report)) {
    builder.startParagraph(paragraph);
    const scan = startScan(paragraph.text);
    let read = 0;
    for (let piece = nextPiece(scan); piece !== undefined; piece = nextPiece(scan)) {
      builder.add(piece);
      read += 1;
      if (read % PIECES_PER_LOOK === 0 && slices.isOver()) await slices.next();
    }
    builder.endParagraph();
    if (builder.isFull()) {
      segments.push(builder.build());
      builder = createBuilder(ids);
    }
    if (slices.isOver()) await slices.next();
  }
  if (!builder.isEmpty()) segments.push(builder.build());
  return segments;
}

function createBuilder(ids: WordIds) {
  const paragraphs: Paragraph[] = [];
  const texts: string[] = [];
  const boundaries = createNumberList((length) => new Uint8Array(length));
  const textStarts = createNumberList((length) => new Int32Array(length));
  const wordIds = createNumberList((length) => new Int32Array(length));
  const wordStarts = createNumberList((length) => new Int32Array(length));
  const postings = createNumberList((length) => new Float64Array(length));
  let text = "";
  let word = "";
  let own = new Set<number>();
  const endWord = () => {
    if (word === "") return;
    const id = ids.get(word) ?? ids.size;
    ids.set(word, id);
    wordIds.push(id);
    own.add(id);
    word = "";
  };
  const append = ({ units, boundary }: Piece) => {
    text += units;
    boundaries.push(boundary);
    for (let i = 1; i < units.length; i++) boundaries.push(BOUNDARY.none);
  };
  return {
    isEmpty: () => paragraphs.length === 0,
    isFull: () => paragraphs.length >= MAX_PARAGRAPHS || boundaries.length() >= MAX_UNITS,
    startParagraph(paragraph: Paragraph) {
      paragraphs.push(paragraph);
      textStarts.push(boundaries.length());
      wordStarts.push(wordIds.length());
    },
    add(piece: Piece) {
      if (piece.boundary !== BOUNDARY.none) endWord();
      append(piece);
      word += piece.units;
    },
    endParagraph() {
      endWord();
      append(END_OF_PARAGRAPH);
      texts.push(text);
      for (const id of own) postings.push(id * MAX_PARAGRAPHS + paragraphs.length - 1);
      text = "";
      own = new Set();
    },
    build(): Segment {
      textStarts.push(boundaries.length());
      wordStarts.push(wordIds.length());
      return {
        paragraphs,
        text: texts.join(""),
        boundaries: boundaries.toArray(),
        textStarts: textStarts.toArray(),
        wordIds: wordIds.toArray(),
        wordStarts: wordStarts.toArray(),
        ...invert(postings.toArray()),
      };
    },
  };
}

/** `pairs`: a word id times MAX_PARAGRAPHS plus the position of a paragraph that has the word, each once. */
function invert(pairs: Float64Array): Pick<Segment, "terms" | "postingStarts" | "postings"> {
  pairs.sort();
  const terms = createNumberList((length) => new Int32Array(length));
  const postingStarts = createNumberList((length) => new Int32Array(length));
  const postings = new Uint16Array(pairs.length);
  let last = -1;
  for (const [i, pair] of pairs.entries()) {
    const term = Math.floor(pair / MAX_PARAGRAPHS);
    if (term !== last) {
      terms.push(term);
      postingStarts.push(i);
      last = term;
    }
    postings[i] = pair % MAX_PARAGRAPHS;
  }
  postingStarts.push(pairs.length);
  return { terms: terms.toArray(), postingStarts: postingStarts.toArray(), postings };
}

/** Positions of the paragraphs of the segment that have the word, ascending. */
export function postingsOf({ terms, postingStarts, postings }: Segment, wordId: number): Uint16Array {
  const i = firstIndexAbove(terms, wordId) - 1;
  return terms[i] === wordId
    ? postings.subarray(postingStarts[i], postingStarts[i + 1])
    : postings.subarray(0, 0);
}

/** The position of the paragraph that has unit `at` of the segment's text. */
export function positionOf({ textStarts }: Segment, at: number): number {
  return firstIndexAbove(textStarts, at) - 1;
}

export function paragraphOf({ segment, position }: IndexedParagraph): Paragraph {
  const paragraph = segment.paragraphs[position];
  if (paragraph === undefined) throw new Error(`the segment has no paragraph ${position}`);
  return paragraph;
}

/** The normalized text of one paragraph: a search in it ends with it. */
export function normalizedTextOf({ segment: { text, boundaries, textStarts }, position }: IndexedParagraph) {
  const [from, next] = [textStarts[position] ?? 0, textStarts[position + 1] ?? text.length];
  return { text: text.slice(from, next - 1), boundaries: boundaries.subarray(from, next) };
}

/** Ids of the paragraph's words in reading order. */
export function wordIdsOf({ segment: { wordIds, wordStarts }, position }: IndexedParagraph): Int32Array {
  return wordIds.subarray(wordStarts[position], wordStarts[position + 1]);
}

/** By binary search; `values` ascend. */
function firstIndexAbove(values: Int32Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
