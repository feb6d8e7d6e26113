import { expect, test } from "vitest";
import { plural } from "#text/plural.ts";

test("one is one report, everything else is reports", () => {
  expect([0, 1, 2, 17].map((count) => plural(count, "report"))).toEqual([
    "0 reports",
    "1 report",
    "2 reports",
    "17 reports",
  ]);
});

test("a plural that is not made with an s is named", () => {
  expect([1, 2].map((count) => plural(count, "oddity", "oddities"))).toEqual(["1 oddity", "2 oddities"]);
});
