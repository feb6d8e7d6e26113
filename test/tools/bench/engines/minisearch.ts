import MiniSearch from "minisearch";
import { DEPTH, fieldsOf, joined, type Setup } from "../engine.ts";
import { stems } from "../words.ts";

export const setups: readonly Setup[] = [
  {
    setting: "default",
    how: "fields title and text",
    build(passages) {
      const index = new MiniSearch({ fields: ["title", "text"] });
      index.addAll(passages.map((passage, id) => ({ id, ...fieldsOf(passage) })));
      return { ask: (question) => ({ top: index.search(question).slice(0, DEPTH).map(idOf) }) };
    },
  },
  {
    setting: "best",
    how: "one field, stems, bm25 {k 1.2, b 0.7, d 0}, score divided by the number of matched words (search multiplies it)",
    build(passages) {
      const index = new MiniSearch({
        fields: ["text"],
        tokenize: stems,
        processTerm: (term) => term,
        searchOptions: { bm25: { k: 1.2, b: 0.7, d: 0 } },
      });
      index.addAll(passages.map((passage, id) => ({ id, text: joined(passage) })));
      return {
        ask(question) {
          const results = index.search(question);
          const scored = results.map(({ id, score, queryTerms }) => ({
            id,
            score: score / queryTerms.length,
          }));
          scored.sort((a, b) => b.score - a.score);
          return { top: scored.slice(0, DEPTH).map(idOf) };
        },
      };
    },
  },
];

function idOf({ id }: { id: number }): number {
  return id;
}
