import { expect, test } from "vitest";
import { baseFormOf, unitNameOf } from "#retrieval/analysis/base-forms.ts";

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
  ["mln", "million"],
  ["bn", "billion"],
  ["tn", "trillion"],
  ["%", "percent"],
  ["usd", "$"],
  ["border", "border"],
])("%s is looked up as %s", (word, unit) => {
  expect(unitNameOf(word)).toBe(unit);
});
