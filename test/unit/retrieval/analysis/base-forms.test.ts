import { expect, test } from "vitest";
import { baseFormOf, shortUnitOf } from "#retrieval/analysis/base-forms.ts";

test.each([
  ["hid", "hide"],
  ["hidden", "hide"],
  ["went", "go"],
  ["women", "woman"],
  ["criteria", "criterion"],
  ["hide", "hide"],
  ["tested", "tested"],
  ["left", "left"],
  ["saw", "saw"],
  ["found", "found"],
  ["constructor", "constructor"],
])("the base form of %s is %s", (word, base) => {
  expect(baseFormOf(word)).toBe(base);
});

test.each([
  ["kilometres", "km"],
  ["kms", "km"],
  ["kilogram", "kg"],
  ["mph", "mph"],
  ["mln", "million"],
  ["bn", "billion"],
  ["tn", "trillion"],
  ["%", "percent"],
  ["usd", "$"],
  ["border", "border"],
])("the short form of %s is %s", (word, unit) => {
  expect(shortUnitOf(word)).toBe(unit);
});
