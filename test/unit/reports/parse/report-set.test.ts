import { expect, test } from "vitest";
import { parseReport } from "#reports/parse/parse-report.ts";
import { setName, setsOfFolders } from "#reports/parse/report-set.ts";

test.each([
  ["Middle East", "middle-east"],
  ["  iran  ", "iran"],
  ["Iran/2021", "iran/2021"],
  ["/iran//2021/", "iran/2021"],
  ["../iran/./2021", "iran/2021"],
  ["C\u00F4te d\u2019Ivoire", "c\u00F4te-d-ivoire"],
  ["\u0418\u0440\u0430\u043D", "\u0438\u0440\u0430\u043D"],
  ["iran, energy", "iran-energy"],
  ["\uFF29\uFF32\uFF21\uFF2E", "iran"],
  ["---", ""],
  ["", ""],
  ["all", "all"],
])("%j names the set %j", (written, name) => {
  expect(setName(written)).toBe(name);
});

test.each([
  ["brief.md", []],
  ["Iran/brief.md", ["iran"]],
  ["Iran/2021/brief.md", ["iran", "iran/2021"]],
  ["Middle East/Iran (old)/brief.md", ["middle-east", "middle-east/iran-old"]],
  ["---/iran/brief.md", ["iran"]],
  ["all/brief.md", []],
  ["All/iran/brief.md", ["all/iran"]],
])("the folders of %s are the sets %j", (file, sets) => {
  expect(setsOfFolders(file)).toEqual(sets);
});

function setsOf(file: string, frontMatter: string) {
  const { report, diagnostics } = parseReport(file, `---\ntitle: T\n${frontMatter}\n---\n\nText.`);
  return { sets: report?.sets, errors: diagnostics.filter(({ severity }) => severity === "error").length };
}

test.each([
  ["a.md", "", undefined],
  ["iran/a.md", "", ["iran"]],
  ["a.md", "sets: [Iran, Middle East]", ["iran", "middle-east"]],
  ["a.md", "sets: iran, energy", ["energy", "iran"]],
  ["a.md", "set: iran", ["iran"]],
  ["a.md", "sets: 2021", ["2021"]],
  ["energy/a.md", "sets: [iran, energy]", ["energy", "iran"]],
])("the report %s with %j is in the sets %j", (file, frontMatter, sets) => {
  const found = setsOf(file, frontMatter);
  expect({ ...found, sets: found.sets?.toSorted() }).toEqual({ sets, errors: 0 });
});

test.each([
  "sets: all",
  "sets: [iran, ALL]",
  "sets: ['***']",
  "sets: [iran, '']",
  "sets: {iran: 1}",
  "sets: [[iran]]",
])("%j is an error, and the file is left out: it could be meant for others", (frontMatter) => {
  expect(setsOf("a.md", frontMatter)).toEqual({ sets: undefined, errors: 1 });
});
