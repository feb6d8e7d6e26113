// What is quoted together: the retriever on the first report and on two small ones.
import { expect, test } from "vitest";
import type { Outcome } from "#domain/answer.ts";
import { loadFolder } from "#reports/folder.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { libraryOf } from "#test/support/bot-fixture.ts";
import { evaluateIntents } from "#test/tools/evaluate/evaluate-intents.ts";

const RIVERS = `---
title: Rivers of the North
published: 2020-03
---

Rivers of the north are home to otters, which live on crayfish and small fish.

Dams cost 40 million euros.

## Findings

Otters are likely to return to the north.

## Outlook

We expect more dams.
`;
const LAKES = `---
title: Lakes of the South
published: 2018
---

Lakes of the south are shallow, and many of them dry up in a long summer.

Otters are seen there once in a while.
`;

const { library } = await loadFolder("knowledge");
const first = await createRetriever(library);
const one = await createRetriever(libraryOf({ "rivers.md": RIVERS }));
const two = await createRetriever(libraryOf({ "rivers.md": RIVERS, "lakes.md": LAKES }));

/** The ordinals of the paragraphs; with the report's id before those of a comparison, and "-" where it has none. */
function picked(outcome: Outcome): readonly (number | string)[] {
  if (outcome.kind !== "selection") return [];
  const { of, entries } = outcome;
  return entries.map(({ report, paragraph }) =>
    of === "compare" ? `${report} ${paragraph?.ordinal ?? "-"}` : (paragraph?.ordinal ?? "-"),
  );
}

test("the intents of the question set get the right kind of reply and paragraphs", async () => {
  const printed: string[] = [];
  await evaluateIntents("test/tools/evaluate/intents-dev.jsonl", library, (line) => printed.push(line));
  expect(printed).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^reports .* 5 of 5$/u),
      expect.stringMatching(/^help .* 1 of 1$/u),
      expect.stringMatching(/^overview .* 13 of 13$/u),
      expect.stringMatching(/^list .* 6 of 6$/u),
    ]),
  );
  const [, recall, precision] = /recall (\S+), precision (\S+) of/u.exec(printed.join("\n")) ?? [];
  expect(Number(recall)).toBeGreaterThanOrEqual(0.9);
  expect(Number(precision)).toBeGreaterThanOrEqual(0.8);
});

test.each([
  ["an overview begins with the opening", "summary", [1, 3, 4]],
  ["the author's judgements leave the opening out", "bottom line?", [3, 4]],
  ["judgements that have a section of their name are those of the section", "main findings?", [3]],
  ["a subject leaves out what is on something else", "summarise what it says about otters", [1, 3]],
  ["a section can be summed up", "summarise the Outlook section", [4]],
  ["a list of a kind needs no subject", "all amounts of money", [2]],
])("%s: %s", async (_, question, expected) => {
  expect(picked(await one.ask(question))).toEqual(expected);
});

test("judgements that no heading names are those of all sections, and that no heading does is told", async () => {
  const outcome = await one.ask("recommendations");
  expect(outcome).toMatchObject({ isCalledSo: false, hasJudgements: true });
  expect(picked(outcome)).toEqual([3, 4]);
});

test("a report without judgements gives its first paragraph", async () => {
  const lakes = await createRetriever(libraryOf({ "lakes.md": LAKES }));
  const outcome = await lakes.ask("so what");
  expect(outcome).toMatchObject({ hasJudgements: false });
  expect(picked(outcome)).toEqual([1]);
});

test("with several reports an overview needs one of them, which a word of its title names", async () => {
  expect(await two.ask("tldr")).toMatchObject({ reason: "which-report", reports: ["rivers", "lakes"] });
  expect(picked(await two.ask("what's in the lakes report"))).toEqual([1]);
});

test("a comparison has each report's paragraph, the oldest first, and none where a report has none", async () => {
  expect(picked(await two.ask("compare what the reports say about otters"))).toEqual(["lakes 2", "rivers 3"]);
  expect(picked(await two.ask("how do the reports differ on dams"))).toEqual(["lakes -", "rivers 4"]);
  expect(picked(await two.ask("compare lakes and rivers"))).toEqual(["lakes 1", "rivers 3"]);
});

test("what may compare something else than reports is searched", async () => {
  expect(await two.ask("compare otters and crayfish")).not.toMatchObject({ kind: "selection" });
});

test("synonyms are listed where no report has the word itself, and only there", async () => {
  const texts = ["Allies came by sea.", "Partners stayed at home.", "Nobody else was asked."];
  const ask = async (paragraphs: readonly string[]) => {
    const retriever = await createRetriever(libraryOf({ "war.md": `# War\n\n${paragraphs.join("\n\n")}` }));
    return picked(await retriever.ask("list all allies"));
  };
  expect(await ask(texts)).toEqual([1]);
  expect(await ask(texts.slice(1))).toEqual([1]);
});

test("the reports on a subject are those that have a paragraph about it", async () => {
  expect(await two.ask("do you have anything on dams?")).toMatchObject({
    reason: "reports",
    reports: ["rivers"],
  });
});

test("a report that has only some words of the subject is not said to have something on it", async () => {
  const report = "# Trade\n\nThe oil purchases of the ministry grew.\n\nThe harbour was closed in spring.";
  const retriever = await createRetriever(libraryOf({ "trade.md": report }));
  expect(await retriever.ask("is there anything about oil purchases?")).toMatchObject({ reason: "reports" });
  expect(await retriever.ask("is there anything about oil prices?")).not.toMatchObject({ reason: "reports" });
});

test("a list of what no report has is left to the search, which says so", async () => {
  expect(await one.ask("every mention of submarines")).toMatchObject({
    reason: "not-found",
    unknown: ["submarines"],
  });
});

test("a question for one fact that sounds like an intent is answered by the search if it can", async () => {
  const report =
    "# Trial\n\nThe conclusion of this study is that otters sleep by day.\n\n## Outlook\n\nWe expect more otters.";
  const trial = await createRetriever(libraryOf({ "trial.md": report }));
  expect(await trial.ask("What is the conclusion of this study?")).toMatchObject({
    kind: "quotation",
    citation: { ordinal: 1 },
  });
  expect(picked(await first.ask("What is the conclusion of the report?"))).toContain(14);
});

test("with no report loaded every intent says so", async () => {
  const none = await createRetriever({ reports: [], aliases: [] });
  for (const question of ["tldr", "so what", "which reports do you have"])
    expect(await none.ask(question)).toMatchObject({ kind: "abstention", reason: "reports" });
});
