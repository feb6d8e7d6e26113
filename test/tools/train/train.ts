// npm run train -- --collections DIR: learns every weight file of src/retrieval/weights from open test collections.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { JUDGE_FEATURES } from "#retrieval/ranking/answerability-features.ts";
import { PARAGRAPH_FEATURES, SENTENCE_FEATURES } from "#retrieval/ranking/features.ts";
import type { Weights } from "#retrieval/ranking/linear-model.ts";
import { readCollection } from "#test/tools/evaluate/beir.ts";
import type { OrderFigures } from "#test/tools/evaluate/order.ts";
import { type Indexed, indexCollection } from "./examples.ts";
import { fitJudge, type Judged, judgedOf, keepingCut, shareBelow } from "./judging.ts";
import { LOSS } from "./linear.ts";
import { fitOrder, measureModel } from "./order.ts";

// Collections under licences that allow it; others are for measuring only.
const LICENCES = {
  squad: "CC BY-SA 4.0",
  newwiki: "CC BY 4.0",
  covidqa: "Apache-2.0",
  selqa: "Apache-2.0",
  clapnq: "Apache-2.0",
} as const;

// Enough for figures without a collection; the weights themselves are learnt from all questions.
const MAX_WITHOUT_ONE = 1500;

const { values } = parseArgs({ options: { collections: { type: "string" } } });
if (values.collections === undefined)
  throw new Error("say where the collections lie: npm run train -- --collections DIR");

const collections: Indexed[] = [];
for (const name of Object.keys(LICENCES))
  collections.push(indexCollection(await readCollection(values.collections, name)));

const { model, askingWords } = await fitOrder(collections, Number.POSITIVE_INFINITY);
await save("asking-words", { factors: askingWords });
await save("sentence", { weights: named(SENTENCE_FEATURES, model.sentence) });
await save("paragraph", { weights: named(PARAGRAPH_FEATURES, model.paragraph) });
print("Learnt from all, right at rank 1 / answer in the marked sentence:");
for (const indexed of collections) print(renderOrder(await measureModel(indexed, model)));

const judged: (readonly Judged[])[] = [];
for (const indexed of collections) judged.push(await judgedOf(indexed, model));
const judge = fitJudge(judged);
const cut = keepingCut(judged, judge.answerable);
const judgeNames = [...JUDGE_FEATURES, "bias"];
await save("judge", {
  cut: round(cut),
  answerable: named(judgeNames, judge.answerable),
  right: named(judgeNames, judge.right),
});
print(
  "\nOne report an index; the cut keeps 95 % of the answerable questions, each collection counting alike:",
);
collections.forEach(({ collection }, at) => {
  const all = judged[at] ?? [];
  const weights = judge.answerable;
  const below = (kind: Judged["kind"], at = cut) => shareBelow(all, kind, { weights, cut: at }).toFixed(3);
  const own = below("off", keepingCut([all], weights));
  print(
    `${collection.name.padEnd(8)} answerable refused ${below("own")}, off-report refused ${below("off")} (${own} at its own 95 %), trick refused ${below("trick")}`,
  );
});

print("\nEach collection by weights learnt without it:");
for (const indexed of collections) {
  const others = collections.filter((other) => other !== indexed);
  const without = await fitOrder(others, MAX_WITHOUT_ONE);
  print(renderOrder(await measureModel(indexed, without.model)));
}

function renderOrder({ name, questions, right, marked }: OrderFigures): string {
  return `${name.padEnd(8)} ${right.toFixed(3)} / ${marked.toFixed(3)} of ${questions}`;
}

function named(names: readonly string[], weights: Weights): Record<string, number> {
  return Object.fromEntries(names.map((name, at) => [name, round(weights[at] ?? 0)]));
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

async function save(name: string, content: object): Promise<void> {
  const made = {
    by: "npm run train",
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
