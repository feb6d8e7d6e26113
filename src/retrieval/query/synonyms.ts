// Words that are close enough in meaning to find one by the other, and capitals, by which governments are called.
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { readLines } from "#retrieval/data/word-lists.ts";

const synonyms = new Map<string, string[]>();
for (const group of [...readLines("synonyms"), ...readLines("capitals")]) {
  const stems = contentTerms(group).map(({ stem }) => stem);
  for (const stem of stems) {
    const others = synonyms.get(stem) ?? [];
    synonyms.set(stem, others.concat(stems.filter((other) => other !== stem)));
  }
}

/** Stems of the synonyms of a word with this stem. */
export function synonymsOf(stem: string): readonly string[] {
  return synonyms.get(stem) ?? [];
}
