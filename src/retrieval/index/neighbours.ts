// Whether the reports print two words side by side.
import type { Paragraph } from "#domain/report.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import type { Postings } from "./inverted-index.ts";

type IndexedStem = Readonly<{ term: number; stem: string }>;
type Deps = Readonly<{ postings: Postings; paragraphAt: (number: number) => Paragraph }>;

// Words that really belong together do so in the first few docs that have both.
const MAX_DOCS = 50;

/** For two stems: whether some paragraph has one right after the other, parted by a single character. */
export function createNeighbours({ postings, paragraphAt }: Deps) {
  const { paragraphOf } = postings;
  return (first: IndexedStem, second: IndexedStem): boolean => {
    for (const doc of commonDocs(postings, first.term, second.term)) {
      const { text } = paragraphAt(paragraphOf[doc] as number);
      const terms = tokenize(text);
      for (let i = 1; i < terms.length; i++) {
        const [before, after] = [terms[i - 1], terms[i]];
        if (before?.stem !== first.stem || after?.stem !== second.stem) continue;
        if (after.start - before.end === 1) return true;
      }
    }
    return false;
  };
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
