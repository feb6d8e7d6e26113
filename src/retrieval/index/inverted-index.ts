// Which paragraphs contain a term, and how often. Counted here and not by MiniSearch, whose index of a long report can only
// be read as a whole, which would hold up the process for a second; the scores are the same (library-index.test.ts).
import type { Paragraph } from "#domain/report.ts";
import { inSlices, type TimeSlices } from "#domain/time-slices.ts";
import type { ForwardIndex } from "./forward-index.ts";

/** The inverted index. A doc is a paragraph or, of a very long one, a part of it. Docs and terms are numbered from 0. */
export type Postings = Readonly<{
  /** By term: its first posting; one more entry closes the last term. */
  offsets: Uint32Array;
  /** By posting: the doc, ascending within a term. */
  docIds: Uint32Array;
  /** By posting: how often the term occurs in the doc. */
  termFreqs: Uint16Array;
  /** By doc: its length in distinct terms, which is how MiniSearch measures it. */
  docLengths: Uint16Array;
  /** By doc: the number of its paragraph. */
  paragraphOf: Uint32Array;
}>;

// A longer paragraph is several docs: as one, BM25's length norm would put it behind every short one. UTF-16 code units.
const MAX_DOC_LENGTH = 3000;

/** The postings of the paragraphs that the forward index was made of. The terms are its stem ids. */
export async function invert(
  forward: ForwardIndex,
  paragraphs: readonly Paragraph[],
  slices: TimeSlices,
): Promise<Postings> {
  const docs = createDocs();
  for (const [number, paragraph] of paragraphs.entries()) {
    for (const stems of docsOf(paragraph, number, forward)) {
      if (slices.isOver()) await slices.next();
      docs.add(number, stems);
    }
  }
  return docs.invert(forward.stems.length, slices);
}

/** The stem ids of each doc of a paragraph, its heading included. A long paragraph is divided between sentences. */
function* docsOf({ sentences }: Paragraph, paragraph: number, forward: ForwardIndex): Iterable<number[]> {
  const { paragraphOffsets, sentenceOffsets, tokens, tokenAliasKeys, stemOfWord } = forward;
  const { headingOfParagraph, headingOffsets, headingStems } = forward;
  const hasAliasKeys = tokenAliasKeys.length > 0;
  const heading = headingOfParagraph[paragraph] as number;
  let doc: number[] | undefined;
  let docStart = 0;
  for (const [i, { start, end }] of sentences.entries()) {
    if (doc === undefined || end - docStart > MAX_DOC_LENGTH) {
      if (doc !== undefined) yield doc;
      doc = [...headingStems.subarray(headingOffsets[heading], headingOffsets[heading + 1])];
      docStart = start;
    }
    const sentence = (paragraphOffsets[paragraph] as number) + i;
    const to = sentenceOffsets[sentence + 1] as number;
    for (let token = sentenceOffsets[sentence] as number; token < to; token++) {
      doc.push(stemOfWord[tokens[token] as number] as number);
      const key = hasAliasKeys ? (tokenAliasKeys[token] as number) : 0;
      if (key > 0) doc.push(key - 1);
    }
  }
  if (doc !== undefined) yield doc;
}

/** Collects the terms of doc after doc, then sorts them by term. */
function createDocs() {
  // One entry a term of a doc.
  const stems: number[] = [];
  const docIds: number[] = [];
  const termFreqs: number[] = [];
  const docLengths: number[] = [];
  const paragraphOf: number[] = [];
  return {
    add(paragraph: number, stemsOfDoc: readonly number[]): void {
      const freqs = new Map<number, number>();
      for (const stem of stemsOfDoc) freqs.set(stem, (freqs.get(stem) ?? 0) + 1);
      for (const [stem, tf] of freqs) {
        stems.push(stem);
        docIds.push(paragraphOf.length);
        termFreqs.push(tf);
      }
      docLengths.push(freqs.size);
      paragraphOf.push(paragraph);
    },
    async invert(stemCount: number, slices: TimeSlices): Promise<Postings> {
      const offsets = new Uint32Array(stemCount + 1);
      for (const stem of stems) offsets[stem + 1] = (offsets[stem + 1] as number) + 1;
      for (let stem = 0; stem < stemCount; stem++)
        offsets[stem + 1] = (offsets[stem + 1] as number) + (offsets[stem] as number);
      // By stem: where its next posting goes.
      const next = offsets.slice();
      const sorted = { docIds: new Uint32Array(stems.length), termFreqs: new Uint16Array(stems.length) };
      await inSlices(
        stems.length,
        (i) => {
          const stem = stems[i] as number;
          const posting = next[stem] as number;
          next[stem] = posting + 1;
          sorted.docIds[posting] = docIds[i] as number;
          sorted.termFreqs[posting] = termFreqs[i] as number;
        },
        slices,
      );
      return {
        offsets,
        ...sorted,
        docLengths: Uint16Array.from(docLengths),
        paragraphOf: Uint32Array.from(paragraphOf),
      };
    },
  };
}
