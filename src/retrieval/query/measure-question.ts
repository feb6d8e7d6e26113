// Questions for a measure: "how long", "how old". Reports answer them by a number and a unit: "27-month", "700km".
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { readLines } from "#retrieval/data/word-lists.ts";

const HOW = /\bhow (?<measure>\p{L}+)/iu;
const UNITS: ReadonlyMap<string, readonly string[]> = new Map(
  readLines("measure-questions").map((line) => {
    const [asked, ...units] = contentTerms(line).map(({ stem }) => stem);
    return [asked ?? "", units];
  }),
);

/** The stem of the word that asks for a measure, and those of the units that answer it. */
export type Measure = Readonly<{ stem: string; units: readonly string[] }>;

export function measureOf(question: string): Measure | undefined {
  const [asking] = contentTerms(HOW.exec(question)?.groups?.measure ?? "");
  const units = asking && UNITS.get(asking.stem);
  return units && { stem: asking.stem, units };
}
