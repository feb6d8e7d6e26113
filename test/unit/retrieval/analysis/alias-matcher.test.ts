import { expect, test } from "vitest";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { createAliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";

const groups = [
  ["IRGC", "Islamic Revolutionary Guard Corps", "Pasdaran"],
  ["Iran", "Islamic Republic", "Islamic Republic of Iran"],
];
const match = await createAliasMatcher(groups, ONE_SLICE);

test.each([
  ["the Pasdaran", ["@irgc"]],
  ["Islamic Revolutionary Guard Corps", ["@irgc", "@irgc", "@irgc", "@irgc"]],
  ["the Islamic Revolution", [undefined, undefined]],
  ["the Islamic Republic warned", ["@iran", "@iran", undefined]],
  // The longest name wins, and a word belongs to one name only.
  ["the Islamic Republic of Iran", ["@iran", "@iran", "@iran"]],
  ["the IRGC of Iran", ["@irgc", "@iran"]],
  ["otters", [undefined]],
  ["", []],
])("%s: %j", (text, keys) => {
  expect(match(contentTerms(text))).toEqual(keys);
});

test("a key depends on the group alone, not on the other groups", async () => {
  const alone = await createAliasMatcher([["Iran", "Islamic Republic"]], ONE_SLICE);
  expect(alone(contentTerms("Islamic Republic"))).toEqual(match(contentTerms("Islamic Republic")));
});

test("names without content words match nothing", async () => {
  const matchNothing = await createAliasMatcher([["the", "of"], []], ONE_SLICE);
  expect(matchNothing(contentTerms("the border of Iran"))).toEqual([undefined, undefined]);
});
