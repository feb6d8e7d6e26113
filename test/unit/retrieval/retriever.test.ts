// The retriever on the first report: what it answers, what it refuses, and that its words are the report's.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome } from "#domain/answer.ts";
import { isVerbatim } from "#domain/excerpt.ts";
import { paragraphsOf, type Report } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { readQuestions } from "#test/tools/evaluate/questions.ts";

const { library } = await loadFolder("knowledge");
const retriever = await createRetriever(library);

function reportFrom(source: string, file: string): Report {
  const { report } = parseReport(file, source);
  if (report === undefined) throw new Error("a test report must be sound");
  return report;
}

function markedIn(outcome: Outcome): string {
  if (outcome.kind !== "quotation") return "";
  const { paragraph, sentence } = outcome.excerpt;
  return paragraph.text.slice(sentence?.start, sentence?.end);
}

test("a question is answered with the whole paragraph, the right sentence marked", async () => {
  const outcome = await retriever.ask("What would Iran's parliament see as a red line?");
  expect(outcome).toMatchObject({ kind: "quotation", wording: "answer", citation: { ordinal: 4, of: 17 } });
  if (outcome.kind !== "quotation") return;
  expect(outcome.excerpt).toMatchObject({ start: 0, end: outcome.excerpt.paragraph.text.length });
  expect(outcome.paragraphs[0]).toBe(outcome.excerpt.paragraph);
  expect(markedIn(outcome)).toMatch(/^Iran's parliament indicated/u);
});

test("what was asked before, or at the same time, changes no answer", async () => {
  const questions = (await readQuestions("test/tools/evaluate/seed-dev.jsonl")).map(
    ({ question }) => question,
  );
  const alone = await Promise.all(
    questions.map(async (question) => (await createRetriever(library)).ask(question)),
  );
  const together = await Promise.all(questions.map((question) => retriever.ask(question)));
  expect(together).toEqual(alone);
});

test.each([
  ["fakhrizade killing", "Fakhrizadeh", 8],
  ["yotube chanels blocked", "Youtube", 13],
])("%s: the misspelt word is corrected, and the correction is told", async (question, corrected, ordinal) => {
  const outcome = await retriever.ask(question);
  expect(outcome).toMatchObject({ kind: "quotation", citation: { ordinal } });
  expect(outcome.kind === "quotation" && outcome.corrections.map(({ to }) => to)).toContain(corrected);
});

test.each([
  "Huseyniyyun",
  "Huseynyun",
  "Hussainiyoun",
  "Husseini'yon",
  "Husseiniyun",
  "Husayniyun",
  "Husseyniyyun",
])("the spelling %s is found", async (name) => {
  expect(await retriever.ask(`When was the ${name} created?`)).toMatchObject({ citation: { ordinal: 11 } });
});

test("another name of the same thing is found", async () => {
  expect(await retriever.ask("Does the Pasdaran control the group?")).toMatchObject({
    citation: { ordinal: 12 },
  });
});

test("a number meets its unit with and without a space", async () => {
  expect(await retriever.ask("the 700 km border")).toMatchObject({ citation: { ordinal: 4 } });
  expect(await retriever.ask("21km of highway closed")).toMatchObject({ citation: { ordinal: 3 } });
});

test.each([
  ["Who wrote this?", "author", "Richard C. Baffa"],
  ["when was it published?", "published", "November 2021"],
  [
    "what is the title of the report",
    "title",
    "Iran-Azerbaijan: Escalation Unlikely, but Tensions to Continue",
  ],
  ["Who published the Baffa paper?", "publisher", "The Cambridge Security Initiative"],
])("%s is answered from the metadata, with a citation and no excerpt", async (question, name, value) => {
  expect(await retriever.ask(question)).toMatchObject({
    kind: "field",
    field: { name, value },
    citation: { publisher: "The Cambridge Security Initiative" },
  });
});

test.each(["who wrote the JCPOA?", "when was the nuclear archive taken?", "what is the title of Khamenei"])(
  "%s is not about the metadata",
  async (question) => {
    expect((await retriever.ask(question)).kind).not.toBe("field");
  },
);

test.each([
  ["What does the report say about Tehran's Concerns?", 2],
  ["the Jerusalem-Baku axis", 7],
  ["Tell me about the implications", 14],
])(
  "%s: a section that is asked for by name is answered with its first paragraph",
  async (question, ordinal) => {
    expect(await retriever.ask(question)).toMatchObject({ wording: "answer", citation: { ordinal } });
  },
);

test.each(["will there be war?", "how likely is a war?", "what are the odds of a war?"])(
  "%s: the author's own estimate comes first, with its condition",
  async (question) => {
    const outcome = await retriever.ask(question);
    expect(outcome).toMatchObject({ kind: "quotation", citation: { ordinal: 17 } });
    expect(markedIn(outcome)).toMatch(/^Absent an IDF attack .* unlikely/u);
  },
);

test("a day finds the span of days that begins or ends with it", async () => {
  expect(await retriever.ask("what happened on 1 October")).toMatchObject({ citation: { ordinal: 5 } });
  expect(await retriever.ask("exercise on October 2")).toMatchObject({ citation: { ordinal: 5 } });
});

test("a question off the reports is refused, with the words that they never mention", async () => {
  const outcome = await retriever.ask("Who won the football world cup in 2018?");
  expect(outcome).toMatchObject({ kind: "abstention", reason: "not-found" });
  expect(outcome.kind === "abstention" && outcome.unknown).toContain("football");
});

test.each([
  "",
  "the of and to in",
  "???",
  "a".repeat(60),
  "\u0000\u202E\uD800",
  "constructor __proto__ toString",
])("%j is refused without a quotation", async (question) => {
  expect(await retriever.ask(question)).toMatchObject({ kind: "abstention", related: [] });
});

test("for a scope, what lies outside it does not exist", async () => {
  const other = reportFrom("---\ntitle: Otters\n---\n\nOtters live in rivers and eat crayfish.", "otters.md");
  const both = await createRetriever({ ...library, reports: [...library.reports, other] });
  expect(await both.ask("what do otters eat?")).toMatchObject({
    kind: "quotation",
    citation: { report: "otters" },
  });
  const scoped = await both.ask("what crayfish do otters eat?", library.reports[0]);
  expect(scoped).toMatchObject({ kind: "abstention", related: [] });
  expect(scoped.kind === "abstention" && scoped.unknown).toContain("crayfish");
});

test("with several reports a question about metadata is answered by asking which one", async () => {
  const other = reportFrom(
    "---\ntitle: Otters\nauthors: A. Otter\n---\n\nOtters live in rivers.",
    "otters.md",
  );
  const both = await createRetriever({ ...library, reports: [...library.reports, other] });
  expect(await both.ask("who wrote this?")).toMatchObject({ kind: "abstention", reason: "which-report" });
  expect(await both.ask("who wrote the report about otters?")).toMatchObject({
    field: { value: "A. Otter" },
  });
});

test("a paragraph over 1,400 characters is found by its last words and quoted as one paragraph", async () => {
  const filler = Array.from(
    { length: 40 },
    (_, i) => `Sentence ${i} speaks of quite ordinary matters here.`,
  ).join(" ");
  const long = reportFrom(
    `---\ntitle: Long\n---\n\n${filler} The zebra hid in the attic.\n\nAnother text.`,
    "long.md",
  );
  const { ask } = await createRetriever({ aliases: [], reports: [long] });
  const outcome = await ask("where did the zebra hide?");
  expect(outcome).toMatchObject({ kind: "quotation", citation: { ordinal: 1 } });
  expect(markedIn(outcome)).toBe("The zebra hid in the attic.");
});

test("whatever is asked, the excerpt is the report's own words", async () => {
  const words = library.reports.flatMap(paragraphsOf).flatMap(({ text }) => text.split(" "));
  const question = fc.oneof(
    fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 12 }).map((some) => some.join(" ")),
    fc.string({ unit: "binary", maxLength: 200 }),
  );
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const outcome = await retriever.ask(asked);
      if (outcome.kind === "quotation") expect(isVerbatim(outcome.excerpt, library)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
