// The inverted index of a run of paragraphs: MiniSearch makes it, and its postings are compiled into flat arrays once.
// The only file that knows MiniSearch.
import MiniSearch from "minisearch";
import type { Paragraph } from "#domain/report.ts";
import type { Postings } from "./bm25.ts";
import type { ForwardIndex } from "./forward-index.ts";

// Beyond this length a paragraph is scored in pieces: BM25's length norm would bury it.
const PIECE_CHARACTERS = 3000;

/** Postings by the stems' numbers in the forward index. */
export function invert(forward: ForwardIndex, paragraphs: readonly Paragraph[]): Postings {
  const engine = new MiniSearch<{ id: number; terms: string }>({
    fields: ["terms"],
    tokenize: (joined) => joined.split(" "),
    processTerm: (term) => term,
  });
  const owner: number[] = [];
  paragraphs.forEach((paragraph, number) => {
    for (const stems of piecesOf(paragraph, number, forward)) {
      engine.add({ id: owner.length, terms: stems.join(" ") });
      owner.push(number);
    }
  });
  return compile(engine, forward.stems.length, owner);
}

/** Stems of a paragraph, heading included, in pieces cut at sentence ends. Stems go in as numbers. */
function piecesOf({ sentences }: Paragraph, paragraph: number, forward: ForwardIndex): number[][] {
  const { paragraphStart, sentenceStart, tokens, tokenKeys, stemOf } = forward;
  const { headingOf, headingStart, headingStems } = forward;
  const heading = headingOf[paragraph] ?? 0;
  const pieces: number[][] = [];
  let begin = Number.NEGATIVE_INFINITY;
  sentences.forEach(({ start, end }, at) => {
    if (end - begin > PIECE_CHARACTERS) {
      pieces.push([...headingStems.subarray(headingStart[heading], headingStart[heading + 1])]);
      begin = start;
    }
    const sentence = (paragraphStart[paragraph] ?? 0) + at;
    const piece = pieces.at(-1);
    for (let token = sentenceStart[sentence] ?? 0; token < (sentenceStart[sentence + 1] ?? 0); token++) {
      piece?.push(stemOf[tokens[token] ?? 0] ?? 0);
      const key = tokenKeys[token] ?? 0;
      if (key > 0) piece?.push(key - 1);
    }
  });
  return pieces;
}

/** Reads MiniSearch's public serialisation, in which documents are numbered as they were added. */
function compile(engine: MiniSearch, stems: number, owner: readonly number[]): Postings {
  const { index, fieldLength } = engine.toJSON();
  const byStem: ([string, number][] | undefined)[] = new Array(stems);
  for (const [stem, fields] of index) byStem[Number(stem)] = Object.entries(Object.values(fields)[0] ?? {});
  const start = new Uint32Array(stems + 1);
  for (let stem = 0; stem < stems; stem++) start[stem + 1] = (start[stem] ?? 0) + (byStem[stem]?.length ?? 0);
  const piece = new Uint32Array(start[stems] ?? 0);
  const times = new Uint16Array(piece.length);
  let at = 0;
  for (let stem = 0; stem < stems; stem++) {
    for (const [number, often] of byStem[stem] ?? []) {
      piece[at] = Number(number);
      times[at++] = often;
    }
  }
  const length = Uint16Array.from(owner, (_, number) => fieldLength[number]?.[0] ?? 0);
  return { start, piece, times, length, owner: Uint32Array.from(owner) };
}
