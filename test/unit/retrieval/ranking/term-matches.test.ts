import { expect, test } from "vitest";
import { QUESTION, STATEMENT } from "#retrieval/analysis/annotations.ts";
import { createLibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { createMatcher } from "#retrieval/ranking/term-matches.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { libraryOf } from "#test/tools/evaluate/collection-library.ts";
import { matchCase, type RankingCase } from "./ranking-fixture.ts";

/** Rows of one array: per sentence its value for each term. */
async function rowsOf(name: "strength" | "exactForm" | "hinted", ranking: RankingCase) {
  const { matches } = await matchCase(ranking);
  const width = matches.query.terms.length;
  return Array.from({ length: matches.sentenceCount }, (_, i) => [
    ...matches[name].slice(i * width, (i + 1) * width),
  ]);
}

test.each([
  ["the word itself is a full match, in any form", "drones attacking", "They attack with a drone.", [[1, 1]]],
  [
    "each sentence has a row",
    "drones border",
    "A drone fell. The border is long.",
    [
      [1, 0],
      [0, 1],
    ],
  ],
  ["a word that is not there is no match", "drones ships", "A drone fell.", [[1, 0]]],
  ["a synonym of a word that the reports lack is half a match", "rivals", "The enemy came.", [[0.5]]],
  ["a synonym of a word that they have is only a hint", "border rivals", "A rival and an enemy.", [[0, 1]]],
  [
    "with a judgement asked for, a synonym is nearly a full match",
    "will there be war?",
    "A conflict.",
    [[0.8]],
  ],
])("%s", async (_, question, text, expected) => {
  const rows = await rowsOf("strength", { question, text });
  expect(rows.map((row) => row.map((value) => Number(value.toFixed(3))))).toEqual(expected);
});

test.each([
  ["the alias as typed, which the reports lack, is a full match", "Pasdaran", "The IRGC is there.", [[1]]],
  [
    "another name beside the name as typed is a little less",
    "IRGC",
    "The Pasdaran came. The IRGC left.",
    [[0.8], [1]],
  ],
])("%s", async (_, question, text, expected) => {
  const rows = await rowsOf("strength", { question, text, aliases: [["IRGC", "Pasdaran"]] });
  expect(rows.map((row) => row.map((value) => Number(value.toFixed(3))))).toEqual(expected);
});

test("the exact form is the one typed", async () => {
  expect(await rowsOf("exactForm", { question: "attack drones", text: "Drones attacked." })).toEqual([
    [0, 1],
  ]);
});

test.each([
  ["a word that begins alike is a hint", "invade", "The invasion was short.", [[1]]],
  ["numbers that begin alike are none", "20211", "It was 20212 then.", [[0]]],
  [
    "a synonym of a word that the reports have is a hint",
    "rivals",
    "The rival left. The enemy came.",
    [[1], [1]],
  ],
])("%s", async (_, question, text, expected) => {
  expect(await rowsOf("hinted", { question, text })).toEqual(expected);
});

test("the heading is matched by itself, and its overlap is the share of its words", async () => {
  const { matches } = await matchCase({
    question: "drones border",
    heading: "Drones and the army",
    text: "The border is long.",
  });
  expect([...matches.headingStrength.slice(0, 2)]).toEqual([1, 0]);
  expect(matches.headingOverlap).toBe(1 / 2);
});

test.each([
  ["a number", "how many drones flew?", "Twelve drones flew.", 1],
  ["no number", "how many drones flew?", "Drones flew.", 0],
  ["a number that the question names itself", "how many of the 12 drones flew?", "12 drones flew.", 0],
  ["a date", "when did the war end?", "The war ended in May 2020.", 1],
  ["a name inside the sentence", "who won?", "It was won by Gagarin.", 1],
  ["a place", "where was it signed?", "It was signed in Vienna.", 1],
  ["a cause", "why did it fail?", "It failed because of rain.", 1],
  ["a means", "how did it fail?", "It failed by using steam.", 1],
  ["anything at all", "what failed?", "It failed because of rain in 2020.", 0],
])("a sentence with %s: %s %s", async (_, question, text, expected) => {
  const { matches } = await matchCase({ question, text });
  expect(matches.hasAnswerType[0]).toBe(expected);
});

test("per sentence: content words, whether the first of them matches, annotations", async () => {
  const { matches } = await matchCase({
    question: "drones border",
    text: "The drones crossed it. Was the border closed?",
  });
  expect([...matches.wordCounts.slice(0, 2)]).toEqual([2, 2]);
  expect([...matches.startsWithTerm.slice(0, 2)]).toEqual([1, 1]);
  expect([...matches.annotations.slice(0, 2)]).toEqual([STATEMENT, QUESTION]);
});

test("nothing of the paragraph or question before is left", async () => {
  const texts = ["Drones crossed the border. Drones fell. Then all was quiet.", "The army slept."];
  const { library } = libraryOf({
    passages: texts.map((text, i) => ({ id: String(i), title: "", section: "", text })),
  });
  const index = await createLibraryIndex(library, indexDeps());
  const located = await index.search(
    new Map([
      ["drone", 1],
      ["armi", 1],
    ]),
    2,
  );
  const matcherFor = createMatcher(index.dictionary);
  const [drones, army] = await Promise.all(
    ["drones border", "army"].map((question) => analyseQuestion(question, { index, dampingOf: () => 1 })),
  );
  const [first, second] = ["Drones", "The army"].map((start) =>
    located.find(({ paragraph }) => paragraph.text.startsWith(start)),
  );
  const match = matcherFor(drones!);
  match(first!);
  const { strength, sentenceCount, startsWithTerm } = match(second!);
  expect(sentenceCount).toBe(1);
  expect([...strength.slice(0, 2), startsWithTerm[0]]).toEqual([0, 0, 0]);
  expect(matcherFor(army!)(first!).strength.slice(0, 3)).toEqual(new Float32Array(3));
});
