// Words that question and reports join or part differently find each other.
import { expect, test } from "vitest";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { matchCase } from "#test/unit/retrieval/ranking/ranking-fixture.ts";

async function stems(question: string, text: string): Promise<readonly string[]> {
  const { index } = await matchCase({ question, text });
  const { terms } = await analyseQuestion(question, { index, dampingOf: () => 1 });
  return terms.filter(({ indexed }) => indexed).map(({ stem }) => stem);
}

test.each([
  ["co-operate on gas", "They cooperate on gas.", ["cooper", "ga"]],
  ["cooperate on gas", "They co-operate on gas.", ["co", "oper", "ga"]],
  ["cyber attacks", "A cyberattack on a dam.", ["cyberattack"]],
  ["cyberattacks", "A cyber attack on a dam.", ["cyber", "attack"]],
  ["f35s in Baku", "F-35 aircraft in Baku.", ["f35", "baku"]],
  ["F 35", "F-35 aircraft in Baku.", ["f35"]],
])("%j over %j: %j", async (question, text, expected) => {
  expect(await stems(question, text)).toEqual(expected);
});

test("two numbers are not joined to another one", async () => {
  expect(await stems("is it 20 01", "The year 2001.")).toEqual([]);
  expect(await stems("2001", "Directive 20-01.")).toEqual([]);
});

test("a typo is not corrected into a piece of an address or a file name", async () => {
  const text = "Write to vulns.cert.org or a_borde_r.pdf. A disclosure policy is needed.";
  const { index } = await matchCase({ question: "x", text });
  const correctionsOf = async (question: string) =>
    (await analyseQuestion(question, { index, dampingOf: () => 1 })).corrections.map(({ to }) => to);
  expect(await correctionsOf("vulnss")).toEqual([]);
  expect(await correctionsOf("discloshure")).toEqual(["disclosure"]);
});
