// Which paragraphs contain a term, and how often. MiniSearch indexes the paragraphs; its postings are then copied into flat
// arrays, which bm25.ts scores several times faster than MiniSearch searches.
import MiniSearch from "minisearch";
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
// Docs in one MiniSearch index. Its postings can only be read all at once: of so many docs in a few milliseconds, of a long
// report in a second, in which nobody else would be served.
const MAX_BATCH = 256;

/** The postings of the paragraphs that the forward index was made of. The terms are its stem ids. */
export async function invert(
  forward: ForwardIndex,
  paragraphs: readonly Paragraph[],
  slices: TimeSlices,
): Promise<Postings> {
  // MiniSearch's terms are strings. An id as a string is shorter than its stem, which makes the radix tree faster.
  const termOf = forward.stems.map((_, stem) => String(stem));
  const collected = createCollection();
  let batch = createBatch(termOf);
  for (const [number, paragraph] of paragraphs.entries()) {
    for (const stems of docsOf(paragraph, number, forward)) {
      if (slices.isOver()) await slices.next();
      batch.add(number, stems);
      if (batch.size() < MAX_BATCH) continue;
      collected.append(batch.read());
      batch = createBatch(termOf);
    }
  }
  collected.append(batch.read());
  return collected.sortByTerm(forward.stems.length, slices);
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

/** One entry a term of a doc, by term and within it by doc; one more list by doc. Docs are numbered from 0. */
type Batch = Readonly<{
  stems: readonly number[];
  docIds: readonly number[];
  termFreqs: readonly number[];
  docLengths: readonly number[];
  paragraphOf: readonly number[];
}>;

/** Indexes docs with a MiniSearch of its own. */
function createBatch(termOf: readonly string[]) {
  let terms: string[] = [];
  const engine = new MiniSearch({
    fields: ["terms"],
    // A doc arrives tokenized, so its field is only a placeholder.
    tokenize: () => terms,
    processTerm: (term) => term,
  });
  const paragraphOf: number[] = [];
  return {
    size: () => paragraphOf.length,
    add(paragraph: number, stems: readonly number[]): void {
      terms = stems.map((stem) => termOf[stem] as string);
      engine.add({ id: paragraphOf.length, terms: "" });
      paragraphOf.push(paragraph);
    },
    read: () => readBatch(engine, paragraphOf),
  };
}

/** Reads MiniSearch's public serialisation, which numbers docs in the order in which they were added. */
function readBatch(engine: MiniSearch, paragraphOf: readonly number[]): Batch {
  const { index, fieldIds, fieldLength } = engine.toJSON();
  const field = fieldIds.terms ?? 0;
  const stems: number[] = [];
  const docIds: number[] = [];
  const termFreqs: number[] = [];
  for (const [term, freqsByField] of index) {
    // An object lists integer keys in ascending order.
    for (const [doc, tf] of Object.entries(freqsByField[field] ?? {})) {
      stems.push(Number(term));
      docIds.push(Number(doc));
      termFreqs.push(tf);
    }
  }
  const docLengths = paragraphOf.map((_, doc) => fieldLength[doc]?.[field] ?? 0);
  return { stems, docIds, termFreqs, docLengths, paragraphOf };
}

/** Puts batches one behind the other, then sorts their entries by term. */
function createCollection() {
  const stems: number[] = [];
  const docIds: number[] = [];
  const termFreqs: number[] = [];
  const docLengths: number[] = [];
  const paragraphOf: number[] = [];
  return {
    append(batch: Batch): void {
      const firstDoc = paragraphOf.length;
      for (const stem of batch.stems) stems.push(stem);
      for (const doc of batch.docIds) docIds.push(firstDoc + doc);
      for (const tf of batch.termFreqs) termFreqs.push(tf);
      for (const length of batch.docLengths) docLengths.push(length);
      for (const paragraph of batch.paragraphOf) paragraphOf.push(paragraph);
    },
    async sortByTerm(stemCount: number, slices: TimeSlices): Promise<Postings> {
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
