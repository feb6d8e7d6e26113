import { expect, test } from "vitest";
import { lineAt } from "#text/line-at.ts";

test("a line end still belongs to the line that it ends", () => {
  const text = "one\n\nthree";
  expect([0, 3, 4, 5, text.length].map((offset) => lineAt(text, offset))).toEqual([1, 1, 2, 3, 3]);
});
