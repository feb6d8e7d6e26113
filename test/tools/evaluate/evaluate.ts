// npm run tool:evaluate measures how well questions are answered. See README.md beside this file.
import { parseArgs } from "node:util";
import type { Args } from "#bot/command.ts";
import { answerQuestion } from "#bot/commands/ask.ts";
import { isVerbatim } from "#domain/excerpt.ts";
import { scopeTo } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { evaluateAbsence } from "./evaluate-absence.ts";
import { evaluateCollections } from "./evaluate-collections.ts";
import { countTakenAway, evaluateIntents } from "./evaluate-intents.ts";
import { evaluateQuotes } from "./evaluate-quotes.ts";
import { evaluateScale } from "./evaluate-scale.ts";
import { evaluateNearMisses } from "./near-misses.ts";
import { type Question, readQuestions, type Score, scoreOutcome } from "./questions.ts";
import { createRanker } from "./ranker.ts";
import { summarise } from "./summary.ts";

const { values } = parseArgs({
  options: {
    questions: { type: "string", default: "test/tools/evaluate/seed-dev.jsonl" },
    knowledge: { type: "string", default: "knowledge" },
    /** Asks one report of the folder only. */
    report: { type: "string" },
    /** A folder of test collections in the BEIR layout. */
    collections: { type: "string" },
    /** At most so many questions of a collection for its order. */
    max: { type: "string", default: "1000000" },
    /** Sizes at which the time of an answer is measured, such as 1000,10000: needs --collections. */
    scale: { type: "string", default: "" },
    /** Checks quotations made from the reports instead of asking questions. */
    quotes: { type: "boolean", default: false },
    /** Asks a question set of intents; with --collections it also counts the questions there that an intent takes away. */
    intents: { type: "string" },
    /** Checks what is said to be absent from the reports instead. */
    absence: { type: "boolean", default: false },
    /** Of squad and clapnq: how many near misses are worded as answers, instead of everything else. */
    "near-misses": { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    /** Lists every question that was not answered right. */
    wrong: { type: "boolean", default: false },
  },
});

const { library } = await loadFolder(values.knowledge);
if (values.quotes) await evaluateQuotes(library, values);
else if (values["near-misses"]) await evaluateNearMisses(values.collections ?? "", print);
else if (values.absence)
  await evaluateAbsence(library, { ...values, questions: values.questions.split(",") }, print);
else if (values.intents !== undefined) await evaluateIntents(values.intents, library, print);
else await evaluateQuestions();
if (values.collections !== undefined && values.intents !== undefined)
  await countTakenAway(values.collections, print);
else if (values.collections !== undefined && !values.absence && !values["near-misses"])
  await evaluateCollections(values.collections, Number(values.max), print);
if (values.collections !== undefined && values.scale !== "")
  await evaluateScale(values.collections, values.scale.split(",").map(Number), print);

async function evaluateQuestions(): Promise<void> {
  const retriever = await createRetriever(library);
  const report = library.reports.find(({ id }) => id === values.report);
  const rank = await createRanker(report === undefined ? library : scopeTo(library, report));
  const scores: Score[] = [];
  for (const question of await readQuestions(values.questions)) {
    const order = (await rank(question.question)).map(({ paragraph }) => paragraph);
    scores.push(scoreOutcome(question, await answerQuestion(argsOf(question), retriever), order));
  }
  print(renderSummary(scores));
  print(renderKinds(scores));
  if (values.wrong) print(scores.filter(isWrong).map(renderScore).join("\n"));
}

function argsOf({ question }: Question): Args {
  return { question, ...(values.report === undefined ? {} : { report: values.report }) };
}

function renderSummary(all: readonly Score[]): string {
  const summary = summarise(all);
  const excerpts = all.flatMap(({ outcome }) => (outcome.kind === "quotation" ? [outcome.excerpt] : []));
  const rows: readonly (readonly [string, number, number])[] = [
    ["right at rank 1", summary.rightFirst, summary.answerable],
    ["right in the first 3", summary.rightInThree, summary.answerable],
    ["in the first 3 or pointed to", summary.rightOrRelated, summary.answerable],
    ["right at 1 by the order alone", summary.orderedFirst, summary.answerable],
    ["in the first 3 by the order alone", summary.orderedInThree, summary.answerable],
    ["answer inside the marked sentence", summary.marked, summary.answerable],
    ["answerable and worded answer", summary.wordedAnswer, summary.answerable],
    ["right of those worded answer", summary.rightWhenAnswer, summary.wordedAnswer],
    ["front matter right", summary.frontMatterRight, summary.frontMatter],
    ["plain unanswerable refused", summary.plainRefused, summary.plain],
    ["near-miss refused", summary.nearMissesRefused, summary.nearMisses],
    ["near-miss not worded answer", summary.nearMissesNotAnswer, summary.nearMisses],
    [
      "excerpts word for word",
      excerpts.filter((excerpt) => isVerbatim(excerpt, library)).length,
      excerpts.length,
    ],
  ];
  return rows.map(([name, part, whole]) => `${name.padEnd(36)} ${part} of ${whole}`).join("\n");
}

/** Per kind: asked, right at rank 1 and 3, refused. */
function renderKinds(all: readonly Score[]): string {
  const kinds = [...new Set(all.map(({ question }) => question.kind))].sort();
  const rows = kinds.map((kind) => {
    const own = all.filter(({ question }) => question.kind === kind);
    const first = own.filter(({ rank }) => rank === 1).length;
    const three = own.filter(({ rank }) => rank >= 1 && rank <= 3).length;
    const refused = own.filter(({ wording }) => wording === "refused").length;
    return `${kind.padEnd(14)} asked ${own.length}, right at 1: ${first}, in 3: ${three}, refused: ${refused}`;
  });
  return `\n${rows.join("\n")}`;
}

function isWrong({ question, rank, wording }: Score): boolean {
  return question.answerable ? rank !== 1 : wording !== "refused";
}

function renderScore({ question, wording, rank }: Score): string {
  return `${question.kind.padEnd(12)} ${wording.padEnd(8)} rank ${rank}  ${question.question}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
