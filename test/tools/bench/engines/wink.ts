import createEngine from "wink-bm25-text-search";
import model from "wink-eng-lite-web-model";
import winkNlp from "wink-nlp";
import { DEPTH, fieldsOf, joined, type Setup } from "../engine.ts";
import { stems } from "../words.ts";

export const setups: readonly Setup[] = [
  {
    setting: "default",
    how: "as its README: title 1, text 2, words, stop words and negation by wink-nlp",
    build(passages) {
      const index = createEngine();
      index.defineConfig({ fldWeights: { title: 1, text: 2 } });
      index.definePrepTasks([createPreparation()]);
      passages.forEach((passage, id) => {
        index.addDoc(fieldsOf(passage), id);
      });
      index.consolidate();
      return { ask: (question) => ({ top: topOf(index.search(question, DEPTH)) }) };
    },
  },
  {
    setting: "best",
    how: "one field, stems",
    build(passages) {
      const index = createEngine();
      index.defineConfig({ fldWeights: { text: 1 } });
      index.definePrepTasks([stems]);
      passages.forEach((passage, id) => {
        index.addDoc({ text: joined(passage) }, id);
      });
      index.consolidate();
      return { ask: (question) => ({ top: topOf(index.search(question, DEPTH)) }) };
    },
  },
];

/** The preparation that the library's README shows. */
function createPreparation(): (text: string) => string[] {
  const nlp = winkNlp(model);
  const { its } = nlp;
  return (text) => {
    const tokens: string[] = [];
    nlp
      .readDoc(text)
      .tokens()
      .filter((token) => token.out(its.type) === "word" && !token.out(its.stopWordFlag))
      .each((token) => {
        tokens.push(`${token.out(its.negationFlag) ? "!" : ""}${token.out(its.stem)}`);
      });
    return tokens;
  };
}

function topOf(results: readonly (readonly [id: string, score: number])[]): readonly number[] {
  return results.map(([id]) => Number(id));
}
