import { expect, test } from "vitest";
import { wrapWords } from "#text/wrap.ts";

test.each([
  ["a bb ccc", 4, ["a bb", "ccc"]],
  ["a bb ccc", 8, ["a bb ccc"]],
  ["longer than four", 4, ["longer", "than", "four"]],
  ["", 4, [""]],
])("%j at %d: %j", (text, width, lines) => {
  expect(wrapWords(text, width)).toEqual(lines);
});
