import elasticlunr from "elasticlunr";
import { DEPTH, fieldsOf, joined, type Setup } from "../engine.ts";
import { stems } from "../words.ts";

export const setups: readonly Setup[] = [
  {
    setting: "default",
    how: "fields title and text",
    build(passages) {
      const index = elasticlunr((own) => {
        own.addField("title");
        own.addField("text");
        own.setRef("id");
      });
      passages.forEach((passage, id) => {
        index.addDoc({ id, ...fieldsOf(passage) });
      });
      return { ask: (question) => ({ top: topOf(index.search(question, asDefault("title", "text"))) }) };
    },
  },
  {
    setting: "best",
    how: "one field, stems, own pipeline off, documents not stored",
    build(passages) {
      const index = elasticlunr((own) => {
        own.addField("text");
        own.setRef("id");
        own.saveDocument(false);
      });
      index.pipeline.reset();
      passages.forEach((passage, id) => {
        index.addDoc({ id, text: stems(joined(passage)).join(" ") });
      });
      return {
        ask: (question) => ({ top: topOf(index.search(stems(question).join(" "), asDefault("text"))) }),
      };
    },
  },
];

/** Its default configuration, given explicitly because it prints a warning for every question without one. */
function asDefault(...fields: readonly string[]): object {
  return { fields: Object.fromEntries(fields.map((field) => [field, { boost: 1 }])) };
}

function topOf(results: readonly { ref: string }[]): readonly number[] {
  return results.slice(0, DEPTH).map(({ ref }) => Number(ref));
}
