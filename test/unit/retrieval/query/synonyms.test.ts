// Likely and unlikely are never brought together, whichever way words are.
import { expect, test } from "vitest";
import { loadFolder } from "#reports/folder.ts";
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { prefixOf } from "#retrieval/index/term-dictionary.ts";
import { synonymsOf } from "#retrieval/query/synonyms.ts";

const { library } = await loadFolder("knowledge");

function stemOf(word: string): string {
  return contentTerms(word)[0]?.stem ?? "";
}

test.each([
  ["likely", "unlikely"],
  ["probable", "improbable"],
  ["possible", "impossible"],
  ["certain", "uncertain"],
  ["likelihood", "unlikely"],
])("%s and %s share no stem, no beginning, no synonyms and no alias", (one, other) => {
  const [first, second] = [stemOf(one), stemOf(other)];
  expect(first).not.toBe(second);
  expect(prefixOf(first)).not.toBe(prefixOf(second));
  expect(synonymsOf(first)).not.toContain(second);
  expect(synonymsOf(second)).not.toContain(first);
  for (const group of library.aliases) {
    const stems = group.flatMap((name) => contentTerms(name).map(({ stem }) => stem));
    expect(stems.includes(first) && stems.includes(second)).toBe(false);
  }
});

test.each([
  ["war", ["conflict", "fight", "hostil", "combat", "clash", "battl", "warfar"]],
  ["border", ["frontier", "boundari"]],
  ["otter", []],
])("the synonyms of %s", (stem, expected) => {
  expect(synonymsOf(stem)).toEqual(expected);
});

test("a word is a synonym of its synonyms", () => {
  for (const word of ["war", "border", "drill", "shoot", "ban"])
    for (const other of synonymsOf(stemOf(word))) expect(synonymsOf(other)).toContain(stemOf(word));
});
