import lunr from "lunr";
import { DEPTH, fieldsOf, joined, type Setup } from "../engine.ts";
import { stems } from "../words.ts";

export const setups: readonly Setup[] = [
  {
    setting: "default",
    how: "fields title and text; the characters of its query language taken out of the question",
    build(passages) {
      const index = lunr((builder) => {
        builder.field("title");
        builder.field("text");
        passages.forEach((passage, id) => {
          builder.add({ id, ...fieldsOf(passage) });
        });
      });
      return {
        ask: (question) => ({ top: topOf(index.search(question.replace(/[:*~^+-]/gu, " "))) }),
      };
    },
  },
  {
    setting: "best",
    how: "one field, stems, own pipeline off",
    build(passages) {
      const index = lunr((builder) => {
        builder.pipeline.reset();
        builder.searchPipeline.reset();
        builder.field("text");
        passages.forEach((passage, id) => {
          builder.add({ id, text: stems(joined(passage)) });
        });
      });
      return {
        ask: (question) => ({
          top: topOf(index.query((query) => query.term(stems(question), { usePipeline: false }))),
        }),
      };
    },
  },
];

function topOf(results: readonly lunr.Index.Result[]): readonly number[] {
  return results.slice(0, DEPTH).map(({ ref }) => Number(ref));
}
