import { create, insertMultiple, search } from "@orama/orama";
import { DEPTH, fieldsOf, joined, type Setup } from "../engine.ts";
import { stems } from "../words.ts";

// Documents that it indexes at a time; it is given all of them at once.
const BATCH = 1000;

export const setups: readonly Setup[] = [
  {
    setting: "default",
    how: "fields title and text",
    async build(passages) {
      const index = create({ schema: { title: "string", text: "string" } });
      await insertMultiple(
        index,
        passages.map((passage, i) => ({ id: String(i), ...fieldsOf(passage) })),
        BATCH,
      );
      return {
        async ask(question) {
          const { hits } = await search(index, { term: question, limit: DEPTH });
          return { top: hits.map(({ id }) => Number(id)) };
        },
      };
    },
  },
  {
    setting: "best",
    how: "one field, stems that end in `_` (it searches by prefix: this makes it whole words), repeated words counted, relevance {k 0.005, b 0, d 0}: its frequency is already divided by the length",
    async build(passages) {
      const index = create({
        schema: { text: "string" },
        components: { tokenizer: { language: "english", allowDuplicates: true } },
      });
      const documents = passages.map((passage, i) => ({
        id: String(i),
        text: wholeWords(joined(passage)),
      }));
      await insertMultiple(index, documents, BATCH);
      return {
        async ask(question) {
          const { hits } = await search(index, {
            term: wholeWords(question),
            limit: DEPTH,
            relevance: { k: 0.005, b: 0, d: 0 },
          });
          return { top: hits.map(({ id }) => Number(id)) };
        },
      };
    },
  },
];

function wholeWords(text: string): string {
  return stems(text)
    .map((stem) => `${stem}_`)
    .join(" ");
}
