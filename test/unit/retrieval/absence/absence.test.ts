// Statements that a word is not in the reports, or not in the closest paragraph, against a search that shares no code with them.
import { beforeAll, expect, test } from "vitest";
import { loadFolder } from "#reports/folder.ts";
import { createRetriever, type Retriever } from "#retrieval/retriever.ts";
import { createStatements, falselyAbsent } from "#test/tools/evaluate/evaluate-absence.ts";
import { alterWords } from "#test/tools/evaluate/mentions.ts";
import { readQuestions } from "#test/tools/evaluate/questions.ts";
import { createRandom } from "#test/tools/evaluate/random.ts";

let retriever: Retriever;

beforeAll(async () => {
  const { library } = await loadFolder("knowledge");
  retriever = await createRetriever(library);
});

test("over the questions of the first report no statement of absence is false, and many are made", async () => {
  const statementsOf = createStatements(retriever);
  const questions = await readQuestions("test/tools/evaluate/seed-dev.jsonl");
  const made = [];
  for (const { question } of questions) made.push(...(await statementsOf(question)));
  expect(made.filter(({ isFalse }) => isFalse)).toEqual([]);
  expect(made.filter(({ about }) => about === "reports").length).toBeGreaterThanOrEqual(20);
  expect(made.some(({ about }) => about === "paragraph")).toBe(true);
});

test("no word of the report is said to be absent, in whatever form it is typed", async () => {
  const wrong = [];
  for (const { word, altered, kind } of alterWords(retriever.library, {
    count: 1500,
    random: createRandom(7),
  }))
    for (const said of await falselyAbsent(retriever, altered)) wrong.push({ said, word, kind });
  expect(wrong).toEqual([]);
});

test.each([
  "what did elaph say about f35s",
  "f 35 jets",
  "Goris Kapan",
  "9/11 and Azerbaijani",
  "Huseyniyun",
])("%j is not refused for a word that the report has in another form", async (question) => {
  const outcome = await retriever.ask(question);
  const said = outcome.kind === "abstention" ? outcome.unknown : [];
  expect(said.filter((word) => /f.?35|goris|kapan|azerb|husey/iu.test(word))).toEqual([]);
});
