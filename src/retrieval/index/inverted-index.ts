// Which paragraphs contain a term, and how often. MiniSearch does the counting; its postings are compiled into flat arrays
// once, because scoring them allocates nothing.
import MiniSearch from "minisearch";
import type { Paragraph } from "#domain/report.ts";
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
export function invert(forward: ForwardIndex, paragraphs: readonly Paragraph[]): Postings {
  let terms: string[] = [];
  const engine = new MiniSearch({
    fields: ["terms"],
    // A doc arrives tokenized, so its field is only a placeholder.
    tokenize: () => terms,
    processTerm: (term) => term,
  });
  // MiniSearch's terms are strings. An id as a string is shorter than its stem, which makes the radix tree faster.
  const termOf = forward.stems.map((_, stem) => String(stem));
  const paragraphOf: number[] = [];
  paragraphs.forEach((paragraph, number) => {
    for (const stems of docsOf(paragraph, number, forward)) {
      terms = stems.map((stem) => termOf[stem] as string);
      engine.add({ id: paragraphOf.length, terms: "" });
      paragraphOf.push(number);
    }
  });
  return compile(engine, forward.stems.length, paragraphOf);
}

/** The stem ids of each doc of a paragraph, its heading included. A long paragraph is divided between sentences. */
function docsOf({ sentences }: Paragraph, paragraph: number, forward: ForwardIndex): number[][] {
  const { paragraphOffsets, sentenceOffsets, tokens, tokenAliasKeys, stemOfWord } = forward;
  const { headingOfParagraph, headingOffsets, headingStems } = forward;
  const hasAliasKeys = tokenAliasKeys.length > 0;
  const heading = headingOfParagraph[paragraph] as number;
  const docs: number[][] = [];
  let doc: number[] = [];
  let docStart = Number.NEGATIVE_INFINITY;
  sentences.forEach(({ start, end }, i) => {
    if (end - docStart > MAX_DOC_LENGTH) {
      doc = [...headingStems.subarray(headingOffsets[heading], headingOffsets[heading + 1])];
      docs.push(doc);
      docStart = start;
    }
    const sentence = (paragraphOffsets[paragraph] as number) + i;
    const to = sentenceOffsets[sentence + 1] as number;
    for (let token = sentenceOffsets[sentence] as number; token < to; token++) {
      doc.push(stemOfWord[tokens[token] as number] as number);
      const key = hasAliasKeys ? (tokenAliasKeys[token] as number) : 0;
      if (key > 0) doc.push(key - 1);
    }
  });
  return docs;
}

/** Reads MiniSearch's public serialisation, which numbers docs in the order in which they were added. */
function compile(engine: MiniSearch, stems: number, paragraphOf: readonly number[]): Postings {
  const { index, fieldIds, fieldLength } = engine.toJSON();
  const field = fieldIds.terms ?? 0;
  const freqsOf: (Readonly<Record<string, number>> | undefined)[] = new Array(stems);
  for (const [term, freqsByField] of index) freqsOf[Number(term)] = freqsByField[field];
  const offsets = new Uint32Array(stems + 1);
  const docIds: number[] = [];
  const termFreqs: number[] = [];
  for (let stem = 0; stem < stems; stem++) {
    // An object lists integer keys in ascending order.
    for (const [doc, tf] of Object.entries(freqsOf[stem] ?? {})) {
      docIds.push(Number(doc));
      termFreqs.push(tf);
    }
    offsets[stem + 1] = docIds.length;
  }
  return {
    offsets,
    docIds: Uint32Array.from(docIds),
    termFreqs: Uint16Array.from(termFreqs),
    docLengths: Uint16Array.from(paragraphOf, (_, doc) => fieldLength[doc]?.[field] ?? 0),
    paragraphOf: Uint32Array.from(paragraphOf),
  };
}
