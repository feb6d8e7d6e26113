// The least that must hold on the question set of the first report. Ibid was tuned on the set, so these are floors, not
// promises for other questions.
import { expect, test } from "vitest";
import { answerQuestion } from "#bot/commands/ask.ts";
import { isVerbatim } from "#domain/excerpt.ts";
import { loadFolder } from "#reports/folder.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { readQuestions, type Score, scoreOutcome } from "#test/tools/evaluate/questions.ts";
import { createRanker } from "#test/tools/evaluate/ranker.ts";
import { summarise } from "#test/tools/evaluate/summary.ts";

const { library } = await loadFolder("knowledge");
const retriever = await createRetriever(library);
const rank = await createRanker(library);
const scores: Score[] = [];
for (const asked of await readQuestions("test/tools/evaluate/seed-dev.jsonl")) {
  const { question } = asked;
  const order = (await rank(question)).map(({ paragraph }) => paragraph);
  scores.push(scoreOutcome(asked, await answerQuestion({ question }, retriever), order));
}
const summary = summarise(scores);

test("at least 51 of the 58 answerable questions are right at rank 1, 53 in the first three, 55 with pointers", () => {
  expect(summary.answerable).toBe(58);
  expect(summary.rightFirst).toBeGreaterThanOrEqual(51);
  expect(summary.rightInThree).toBeGreaterThanOrEqual(53);
  expect(summary.rightOrRelated).toBeGreaterThanOrEqual(55);
});

test("the order alone has at least 50 right at rank 1 and 55 in the first three, refused or not", () => {
  expect(summary.orderedFirst).toBeGreaterThanOrEqual(50);
  expect(summary.orderedInThree).toBeGreaterThanOrEqual(55);
});

test("all 15 plain unanswerable questions are refused", () => {
  expect(summary).toMatchObject({ plain: 15, plainRefused: 15 });
});

test("at least 12 of the 15 near-misses are not worded answer, while 51 of the 58 answerable are", () => {
  expect(summary.nearMisses).toBe(15);
  expect(summary.nearMissesNotAnswer).toBeGreaterThanOrEqual(12);
  expect(summary.wordedAnswer).toBeGreaterThanOrEqual(51);
});

test("nineteen in twenty of the replies worded answer are right", () => {
  expect(summary.rightWhenAnswer).toBeGreaterThanOrEqual(0.95 * summary.wordedAnswer);
});

test("both questions about metadata are answered", () => {
  expect(summary).toMatchObject({ frontMatter: 2, frontMatterRight: 2 });
});

test("greetings, thanks and help are told apart from questions", () => {
  const reasons = { greeting: "greeting", ack: "thanks", help: "help" } as const;
  for (const { question, outcome } of scores) {
    const { expect: expected } = question;
    if (expected !== "greeting" && expected !== "ack" && expected !== "help") continue;
    expect([question.question, outcome]).toMatchObject([question.question, { reason: reasons[expected] }]);
  }
});

test("every excerpt is a piece of its paragraph", () => {
  const quotations = scores.flatMap(({ outcome }) => (outcome.kind === "quotation" ? [outcome] : []));
  expect(quotations.length).toBeGreaterThan(40);
  for (const { excerpt } of quotations) expect(isVerbatim(excerpt, library)).toBe(true);
});
