// Questions for the holder of an office: "who rules …", "who is the head of …", "who founded …". Reports answer them by a title.
import { contentTerms, type Term } from "#retrieval/analysis/tokenizer.ts";
import { readLines, readWords } from "#retrieval/data/word-lists.ts";

const WHO = /\bwho(?:'s|\u2019s|m)?\b/iu;
const OFFICES = readWords("offices");
const ANSWERS: ReadonlyMap<string, readonly string[]> = new Map(
  readLines("office-questions").map((line) => {
    const [asked, ...answers] = contentTerms(line).map(({ stem }) => stem);
    return [asked ?? "", answers];
  }),
);

export function asksWho(question: string): boolean {
  return WHO.test(question);
}

/** Whether the question names an office or asks with a word for holding one. */
export function asksForOffice(question: string, terms: readonly Term[]): boolean {
  return asksWho(question) && terms.some(({ stem, folded }) => OFFICES.has(folded) || ANSWERS.has(stem));
}

/** Stems of the titles and verbs that answer a question word with this stem. */
export function officesFor(stem: string): readonly string[] {
  return ANSWERS.get(stem) ?? [];
}
