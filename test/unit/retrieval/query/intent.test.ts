// Which questions want something besides one answering sentence, and which do not.
import { expect, test } from "vitest";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { type Intent, readIntent } from "#retrieval/query/intent.ts";
import { readQuestions } from "#test/tools/evaluate/questions.ts";

/** `kind`, the kind of a list or the word of a heading, "?" if it is tentative, and the subject. */
function describe(intent: Intent | undefined): string {
  if (intent === undefined) return "";
  const detail = intent.kind === "list" ? intent.of : "heading" in intent ? intent.heading : undefined;
  const isTentative = "followed" in intent && intent.followed !== "always";
  const words = [intent.kind, ...(detail === undefined ? [] : [detail]), ...(isTentative ? ["?"] : [])];
  const topic = intent.topic.map(({ folded }) => folded).join(" ");
  return topic === "" ? words.join(" ") : `${words.join(" ")}: ${topic}`;
}

const read = (question: string) => describe(readIntent(tokenize(question)));

test.each([
  ["what documents are available", "reports"],
  ["How many reports are there?", "reports"],
  ["what's the newest report", "reports"],
  ["any reports on drones?", "reports: drones"],
  ["which papers mention Turkey", "reports: turkey"],
  ["which report covers the hack?", "reports: hack"],
  ["I need a one sentence summary for my boss", "overview"],
  ["What's it all about?", "overview"],
  ["TL;DR please", "overview"],
  ["describe the report", "overview"],
  ["give me an overview of the proxy force", "overview: proxy force"],
  ["summarize the drone programme", "overview: drone programme"],
  ["what does the report say about Israeli drones?", "overview ?: israeli drones"],
  ["does it say anything on drones", "overview ?: drones"],
  ["tell me about the drones", "overview ?: drones"],
  ["Bottom line up front", "judgements"],
  ["what happens next", "judgements"],
  ["What does the analyst predict?", "judgements"],
  ["key judgments on Turkey", "judgements judgement: turkey"],
  ["any recommendations?", "judgements recommendation"],
  ["What is the conclusion of this report?", "judgements conclusion ?"],
  ["the conclusion please", "judgements conclusion"],
  ["list the military exercises", "list: military exercises"],
  ["Give me all the numbers", "list number"],
  ["which organisations does the report mention", "list organisation"],
  ["where is Turkey mentioned?", "list: turkey"],
  ["everything about the militia", "list: militia"],
  ["How do the reports differ on drones?", "compare: drones"],
  ["what changed since the last report", "compare"],
])("%s: %s", (question, expected) => {
  expect(read(question)).toBe(expected);
});

test.each([
  "What did the studies suggest?",
  "What are the implications for Israel?",
  "What did their findings show?",
  "Which countries use both parents' last names?",
  "Name two reasons that airplanes crash.",
  "All of his pieces include what instrument?",
  "What is different about a waltz versus a ballroom waltz?",
  "What is the author's role in the movement?",
  "who wrote this",
  "What did Khamenei say about foreign armies?",
  "Who did she tell about the donation?",
  "Why does the report say nothing about drones?",
  "when was it published?",
  "hello",
  "",
])("%j wants one sentence", (question) => {
  expect(read(question)).toBe("");
});

test("no answerable question of the first report's set is taken for anything else", async () => {
  const questions = await readQuestions("test/tools/evaluate/seed-dev.jsonl");
  const taken = questions.filter(({ answerable, question }) => answerable && read(question) !== "");
  expect(taken).toEqual([]);
});

test("a long pasted text wants one sentence, whatever words it has", () => {
  expect(read(`summary ${"of the report ".repeat(20)}`)).toBe("");
});
