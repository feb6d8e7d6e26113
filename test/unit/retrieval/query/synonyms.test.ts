// Likely and unlikely are never near, by whatever way words are brought together.
import { expect, test } from "vitest";
import { loadFolder } from "#reports/folder.ts";
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { prefixOf } from "#retrieval/index/term-dictionary.ts";
import { relatedTo } from "#retrieval/query/synonyms.ts";

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
])("%s and %s meet by no stem, no beginning, no thesaurus and no alias", (one, other) => {
  const [first, second] = [stemOf(one), stemOf(other)];
  expect(first).not.toBe(second);
  expect(prefixOf(first)).not.toBe(prefixOf(second));
  expect(relatedTo(first)).not.toContain(second);
  expect(relatedTo(second)).not.toContain(first);
  for (const group of library.aliases) {
    const stems = group.flatMap((name) => contentTerms(name).map(({ stem }) => stem));
    expect(stems.includes(first) && stems.includes(second)).toBe(false);
  }
});

test("what stands for a word is stood for by it", () => {
  for (const word of ["war", "border", "drill", "shoot", "ban"])
    for (const other of relatedTo(stemOf(word))) expect(relatedTo(other)).toContain(stemOf(word));
});
