import { expect, test, vi } from "vitest";
import { ellipsesIn, exactParts, splitAt } from "#verification/fragments.ts";

const split = (quotation: string) => splitAt(ellipsesIn(quotation), quotation);

test.each([
  ["the border is closed", ["the border is closed"]],
  ["the border \u2026 is closed", ["the border ", " is closed"]],
  ["\u2026 the border [...] is closed ...", [" the border ", " is closed "]],
  ["the border . . . is closed", ["the border ", " is closed"]],
  // Beside a number or a short word the dots are punctuation.
  ["a \u2026 the border", ["a \u2026 the border"]],
  ["the border \u2026 5", ["the border \u2026 5"]],
  ["a \u2026 b \u2026 the border", ["a \u2026 b ", " the border"]],
  ["border \u2026 closed", ["border ", " closed"]],
  ["... \u2026", []],
])("%j has the fragments %j", (quotation, fragments) => {
  expect(split(quotation).map(({ text }) => text)).toEqual(fragments);
});

test("punctuation must be the report's at the ends of the quotation, not beside an ellipsis", () => {
  const parts = exactParts(split("(The border, \u2026, is closed.)"));
  expect(parts.map(({ text, lead, end }) => ({ text, lead, end }))).toEqual([
    { text: "(The border", lead: 1, end: 11 },
    { text: "is closed.)", lead: 0, end: 9 },
  ]);
});

test("a quotation with twice the ellipses takes twice the steps to divide", () => {
  const exec = vi.spyOn(RegExp.prototype, "exec");
  const countSteps = (ellipses: number) => {
    exec.mockClear();
    split("a\u2026".repeat(ellipses));
    return exec.mock.calls.length;
  };
  const [steps, twice] = [countSteps(500), countSteps(1000)];
  exec.mockRestore();
  expect(steps).toBeGreaterThan(0);
  expect(twice).toBeLessThan(steps * 2.1);
});
