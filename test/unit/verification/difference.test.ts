import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseLines } from "#text/word-list.ts";
import { classifyChange } from "#verification/difference.ts";

test.each([
  ["not", "", "negation"],
  ["isn\u2019t", "is", "negation"],
  ["likely", "unlikely", "negation"],
  ["possible", "impossible", "negation"],
  ["in", "out", "words"],
  ["700", "500", "number"],
  ["two", "three", "number"],
  ["half", "most", "number"],
  ["<", ">", "number"],
  ["5", "-5", "number"],
  ["may", "will", "hedge"],
  ["almost", "", "hedge"],
  ["reportedly", "", "hedge"],
  ["Turkey", "Russia", "name"],
  ["Turkey", "", "name"],
  ["", "Russia", "name"],
  ["turkey", "goose", "words"],
  ["change", "shift", "words"],
  // The most serious kind is named.
  ["not 700", "500", "negation"],
  ["may 700", "will 500", "number"],
  ["may Turkey", "will Russia", "hedge"],
  // Words on both sides are not the difference.
  ["not a change", "not a shift", "words"],
])("the report's %j changed to %j is: %s", (report, quotation, kind) => {
  expect(classifyChange(report, quotation, false)).toBe(kind);
});

test.each([
  ["Otters", "otters", "words"],
  ["Otters", "Beavers", "name"],
  ["The Otter", "the otter", "name"],
  ["Otters", "", "words"],
])("at the start of a sentence, %j changed to %j is: %s", (report, quotation, kind) => {
  expect(classifyChange(report, quotation, true)).toBe(kind);
});

test("every word list begins with where its words come from, and has no word twice", () => {
  const folder = "src/verification/data/en";
  for (const file of readdirSync(folder)) {
    const text = readFileSync(`${folder}/${file}`, "utf8");
    expect(text).toMatch(/^# .*Compiled /u);
    const words = parseLines(text).flatMap((line) => line.split(/\s+/u));
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  }
});
