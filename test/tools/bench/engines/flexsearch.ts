import { Index } from "flexsearch";
import { DEPTH, joined, type Setup } from "../engine.ts";
import { stems } from "../words.ts";

export const setups: readonly Setup[] = [
  {
    setting: "default",
    how: "one field (a passage must hold every word of the question)",
    build: (passages) => {
      const index = new Index();
      passages.forEach((passage, id) => {
        index.add(id, joined(passage));
      });
      return { ask: (question) => ({ top: index.search(question, { limit: DEPTH }).map(Number) }) };
    },
  },
  {
    setting: "best",
    how: "one field, stems as its encoder, suggest (words may be missing)",
    build: (passages) => {
      const index = new Index({ encode: stems });
      passages.forEach((passage, id) => {
        index.add(id, joined(passage));
      });
      return {
        ask: (question) => ({ top: index.search(question, { limit: DEPTH, suggest: true }).map(Number) }),
      };
    },
  },
];
