// npm run tool:train -- --collections DIR: learns every weight file of src/retrieval/ranking/weights from open test
// collections.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { ANSWERABILITY_FEATURES } from "#retrieval/ranking/answerability-features.ts";
import type { FeatureSet } from "#retrieval/ranking/feature-set.ts";
import type { LogisticModel, Weights } from "#retrieval/ranking/linear-model.ts";
import { PARAGRAPH_FEATURES } from "#retrieval/ranking/paragraph-features.ts";
import { SENTENCE_FEATURES } from "#retrieval/ranking/sentence-features.ts";
import { readCollection } from "#test/tools/evaluate/beir.ts";
import type { RankingMetrics } from "#test/tools/evaluate/ranking-metrics.ts";
import {
  type AnswerabilityExample,
  answerabilityExamples,
  cutKeeping,
  fitAnswerability,
  shareBelow,
} from "./answerability.ts";
import { type IndexedCollection, indexCollection } from "./examples.ts";
import { LOSS } from "./linear.ts";
import { fitRanking, measureModel } from "./ranking.ts";

// Collections under licences that allow it; others are for measuring only.
const LICENCES = {
  squad: "CC BY-SA 4.0",
  newwiki: "CC BY 4.0",
  covidqa: "Apache-2.0",
  selqa: "Apache-2.0",
  clapnq: "Apache-2.0",
} as const;

// Enough for the figures of weights learnt without a collection; the weights themselves are learnt from all questions.
const MAX_QUESTIONS_WITHOUT = 1500;

const { values } = parseArgs({ options: { collections: { type: "string" } } });
if (values.collections === undefined)
  throw new Error("--collections DIR is missing: the folder of the test collections");

const collections: IndexedCollection[] = [];
for (const name of Object.keys(LICENCES))
  collections.push(await indexCollection(await readCollection(values.collections, name)));

const { model, askingWords } = await fitRanking(collections, Number.POSITIVE_INFINITY);
await save("asking-words", { factors: askingWords });
await save("sentence", { weights: rounded(SENTENCE_FEATURES, model.sentence) });
await save("paragraph", { weights: rounded(PARAGRAPH_FEATURES, model.paragraph) });
print("Learnt from all, right at rank 1 / answer in the marked sentence:");
for (const indexed of collections) print(renderMetrics(await measureModel(indexed, model)));

const examples: (readonly AnswerabilityExample[])[] = [];
for (const indexed of collections) examples.push(await answerabilityExamples(indexed, model));
const { answerable, right } = fitAnswerability(examples);
const cut = cutKeeping(examples, answerable);
await save("answerability", {
  cut: round(cut),
  answerable: roundedLogistic(answerable),
  right: roundedLogistic(right),
});
print(
  "\nOne report an index; the cut keeps 95 % of the answerable questions, each collection counting alike:",
);
collections.forEach(({ collection }, i) => {
  const all = examples[i] ?? [];
  const below = (kind: AnswerabilityExample["kind"], ownCut = cut) =>
    shareBelow(all, kind, { model: answerable, cut: ownCut }).toFixed(3);
  const atOwnCut = below("off-report", cutKeeping([all], answerable));
  print(
    `${collection.name.padEnd(8)} answerable refused ${below("answerable")}, off-report refused ${below("off-report")} (${atOwnCut} at its own 95 %), trick refused ${below("trick")}`,
  );
});

print("\nEach collection by weights learnt without it:");
for (const indexed of collections) {
  const others = collections.filter((other) => other !== indexed);
  const without = await fitRanking(others, MAX_QUESTIONS_WITHOUT);
  print(renderMetrics(await measureModel(indexed, without.model)));
}

function renderMetrics({ name, questions, rightFirst, marked }: RankingMetrics): string {
  return `${name.padEnd(8)} ${rightFirst.toFixed(3)} / ${marked.toFixed(3)} of ${questions}`;
}

function rounded({ names }: FeatureSet<string>, weights: Weights): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, round(weights[i] as number)]));
}

function roundedLogistic({ weights, bias }: LogisticModel): Record<string, number> {
  return { ...rounded(ANSWERABILITY_FEATURES, weights), bias: round(bias) };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

async function save(name: string, content: object): Promise<void> {
  const made = {
    by: "npm run tool:train",
    date: new Date().toISOString().slice(0, 10),
    from: LICENCES,
    split: "all answerable questions of the named collections",
    loss: LOSS,
  };
  const file = new URL(`../../../src/retrieval/ranking/weights/${name}.json`, import.meta.url);
  await writeFile(file, `${JSON.stringify({ made, ...content }, null, 2)}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
