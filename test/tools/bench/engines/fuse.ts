import Fuse from "fuse.js";
import { DEPTH, fieldsOf, joined, type Setup } from "../engine.ts";
import { stems } from "../words.ts";

// It reads every passage for every question.
const MAX_PASSAGES = 500;

export const setups: readonly Setup[] = [
  {
    setting: "default",
    how: "keys title and text",
    maxPassages: MAX_PASSAGES,
    build(passages) {
      const index = new Fuse(passages.map(fieldsOf), { keys: ["title", "text"] });
      return { ask: (question) => ({ top: topOf(index.search(question, { limit: DEPTH })) }) };
    },
  },
  {
    setting: "best",
    how: "one key, stems, useTokenSearch, ignoreLocation, ignoreFieldNorm, threshold 0",
    maxPassages: MAX_PASSAGES,
    build(passages) {
      const index = new Fuse(
        passages.map((passage) => stems(joined(passage)).join(" ")),
        { useTokenSearch: true, ignoreLocation: true, threshold: 0, ignoreFieldNorm: true },
      );
      return {
        ask: (question) => ({ top: topOf(index.search(stems(question).join(" "), { limit: DEPTH })) }),
      };
    },
  },
];

function topOf(results: readonly { refIndex: number }[]): readonly number[] {
  return results.map(({ refIndex }) => refIndex);
}
