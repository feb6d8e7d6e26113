import { expect, test } from "vitest";
import { parseLines, parseWords } from "#text/word-list.ts";

const LIST = "# Compiled by hand.\nnot no never\n\n  none \n# More.\nwell known\n";

test("entries are the lines that are neither comments nor empty, in order", () => {
  expect(parseLines(LIST)).toEqual(["not no never", "  none ", "well known"]);
});

test("words are divided by any white space", () => {
  expect([...parseWords(LIST)]).toEqual(["not", "no", "never", "none", "well", "known"]);
});

test("a list without entries is empty", () => {
  expect(parseLines("# Nothing yet.\n")).toEqual([]);
  expect(parseWords("").size).toBe(0);
});
