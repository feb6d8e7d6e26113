// Whether the reports print two words side by side.
import type { Paragraph } from "#domain/report.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import type { Postings } from "./inverted-index.ts";
import type { MappedSegment } from "./merge.ts";

type IndexedStem = Readonly<{ term: number; stem: string }>;
type Located = MappedSegment & Readonly<{ paragraph: Paragraph; indexInSegment: number }>;
type Deps = Readonly<{ postings: Postings; locate: (paragraph: number) => Located }>;

// Words that really belong together do so in the first few docs that have both.
const MAX_DOCS = 50;

/** For two stems: whether some paragraph has one right after the other, parted by a single character. */
export function createNeighbours({ postings, locate }: Deps) {
  const { paragraphOf } = postings;
  return (first: IndexedStem, second: IndexedStem): boolean =>
    commonDocs(postings, first.term, second.term).some((doc) => {
      const located = locate(paragraphOf[doc] as number);
      // To analyse the text takes long, so it is done only where the index has both in a row, perhaps with a stop word in between.
      return hasInRow(located, first.term, second.term) && printsInRow(located.paragraph.text, first, second);
    });
}

function hasInRow({ segment, mapping, indexInSegment }: Located, first: number, second: number): boolean {
  const { paragraphOffsets, sentenceOffsets, tokens } = segment.forward;
  const from = sentenceOffsets[paragraphOffsets[indexInSegment] as number] as number;
  const to = sentenceOffsets[paragraphOffsets[indexInSegment + 1] as number] as number;
  let before = -1;
  for (let i = from; i < to; i++) {
    const term = mapping.stemIdsOfWords[tokens[i] as number] as number;
    if (term === second && before === first) return true;
    before = term;
  }
  return false;
}

function printsInRow(text: string, first: IndexedStem, second: IndexedStem): boolean {
  const terms = tokenize(text);
  return terms.some((after, i) => {
    const before = terms[i - 1];
    return before?.stem === first.stem && after.stem === second.stem && after.start - before.end === 1;
  });
}

function commonDocs({ offsets, docIds }: Postings, first: number, second: number): number[] {
  const docs: number[] = [];
  const [endOfFirst, endOfSecond] = [offsets[first + 1] as number, offsets[second + 1] as number];
  let [i, k] = [offsets[first] as number, offsets[second] as number];
  while (i < endOfFirst && k < endOfSecond && docs.length < MAX_DOCS) {
    const [one, other] = [docIds[i] as number, docIds[k] as number];
    if (one === other) docs.push(one);
    if (one <= other) i++;
    if (other <= one) k++;
  }
  return docs;
}
