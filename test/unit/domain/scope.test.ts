import { expect, test } from "vitest";
import {
  isWithin,
  LABELS,
  labelOf,
  parseLabel,
  parsePrintedLabel,
  parseSets,
  showLabel,
} from "#domain/scope.ts";

test.each([
  ["TLP:CLEAR", "TLP:CLEAR"],
  ["TLP:GREEN", "TLP:GREEN"],
  ["TLP:AMBER", "TLP:AMBER"],
  ["TLP:AMBER+STRICT", "TLP:AMBER+STRICT"],
  ["TLP:RED", "TLP:RED"],
  ["tlp:red", "TLP:RED"],
  ["TLP: GREEN", "TLP:GREEN"],
  ["CLEAR", "TLP:CLEAR"],
  ["amber+strict", "TLP:AMBER+STRICT"],
  ["  Red ", "TLP:RED"],
  ["TLP:WHITE", "TLP:WHITE"],
  ["white", "TLP:WHITE"],
])("%j is the label %s", (written, label) => {
  expect(parsePrintedLabel(written)).toBe(label);
  expect(parseLabel(written)).toBe(label === "TLP:WHITE" ? "TLP:CLEAR" : label);
});

test.each([
  "",
  "TLP",
  "TLP:",
  "TLP:PURPLE",
  "TLP:RED+STRICT",
  "TLP:GREEN+STRICT",
  "TLP:AMBER STRICT",
  "TLP:AMBER+",
  "AMBER-STRICT",
  "TLP-GREEN",
  "TLP GREEN",
  "TLP:  GREEN",
  "TLP:TLP:GREEN",
  "TLP:GREEN, TLP:RED",
  "TLP:CLEARED",
  "not TLP:CLEAR",
  "TLP:ＣＬＥＡＲ",
  "TLP:СLEAR",
  "TLP:CLEAR\nTLP:RED",
  "constructor",
])("%j is no label, and a report that prints it counts as TLP:RED", (written) => {
  expect(parsePrintedLabel(written)).toBeUndefined();
  expect(parseLabel(written)).toBeUndefined();
  expect(labelOf({ tlp: written })).toBe("TLP:RED");
});

test("a report without a label is for its own organisation only", () => {
  expect(labelOf({})).toBe("TLP:AMBER+STRICT");
  expect(labelOf({ tlp: "TLP:WHITE" })).toBe("TLP:CLEAR");
});

test("a label is within every ceiling that is as narrow or narrower", () => {
  const within = LABELS.map((label) => LABELS.filter((ceiling) => isWithin(label, ceiling)));
  expect(within).toEqual(LABELS.map((_, i) => LABELS.slice(i)));
});

test("a former name is shown as printed, with the present one", () => {
  expect(showLabel("TLP:WHITE")).toBe("TLP:WHITE (now TLP:CLEAR)");
  expect(showLabel("TLP:AMBER+STRICT")).toBe("TLP:AMBER+STRICT");
});

test.each([
  ["all", "all"],
  [" ALL ", "all"],
  ["iran", ["iran"]],
  ["Iran, energy", ["energy", "iran"]],
  ["iran iran,iran", ["iran"]],
  ["iran/2021\tenergy", ["energy", "iran/2021"]],
  ["", undefined],
  [" , ,", undefined],
])("%j stands for the sets %j", (typed, sets) => {
  expect(parseSets(typed)).toEqual(sets);
});

test.each(["all iran", "iran, all", "all reports", "not all"])(
  '"all" stands for every report only alone, so that %j opens nothing',
  (typed) => {
    expect(parseSets(typed)).toBeUndefined();
  },
);
