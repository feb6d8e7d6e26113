import { expect, test } from "vitest";
import { namesSomething } from "#retrieval/absence/naming.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { matchCase } from "#test/unit/retrieval/ranking/ranking-fixture.ts";

async function naming(question: string): Promise<readonly string[]> {
  const { index } = await matchCase({ question, text: "Drones crossed the border." });
  const query = await analyseQuestion(question, { index, dampingOf: () => 1 });
  return query.terms.filter((term) => namesSomething(term, query)).map(({ original }) => original);
}

test.each([
  ["does it mention sanctions?", ["sanctions"]],
  ["who signed the Helsinki accords", ["Helsinki", "accords"]],
  ["what did they say about f35s", ["f35"]],
  ["is 1997 in it", ["1997"]],
  // Common verbs, adverbs and adjectives, times and numbers, units.
  ["who signed it and when were they let go?", []],
  ["how fast does the money run out", ["money"]],
  ["exactly twelve kilometres in October", []],
  ["What is the SOURCE OF THIS", []],
  // Too short to be told from parts of other words.
  ["what about the EU and 12", []],
])("in %j these words name something: %j", async (question, expected) => {
  expect(await naming(question)).toEqual(expected);
});
