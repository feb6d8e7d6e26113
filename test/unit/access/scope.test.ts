import { expect, test } from "vitest";
import { formatScope, isVisible, narrow, parseScope } from "#access/scope.ts";
import { LABELS, type Scope } from "#domain/scope.ts";
import { libraryOf } from "#test/support/bot-fixture.ts";

test.each([
  ["all", { sets: "all", withGuests: false }],
  ["set all", { sets: "all", withGuests: false }],
  ["SET All UP TO green", { sets: "all", ceiling: "TLP:GREEN", withGuests: false }],
  ["set iran", { sets: ["iran"], withGuests: false }],
  ["set iran, energy up to TLP:AMBER", { sets: ["energy", "iran"], ceiling: "TLP:AMBER", withGuests: false }],
  ["iran up to TLP:AMBER+STRICT", { sets: ["iran"], ceiling: "TLP:AMBER+STRICT", withGuests: false }],
  ["iran up to tlp: amber + strict", { sets: ["iran"], ceiling: "TLP:AMBER+STRICT", withGuests: false }],
  ["iran up to white", { sets: ["iran"], ceiling: "TLP:CLEAR", withGuests: false }],
  ["iran  up  to  CLEAR  with  guests", { sets: ["iran"], ceiling: "TLP:CLEAR", withGuests: true }],
  ["set iran with guests", { sets: ["iran"], withGuests: true }],
  ["set\niran\nup to red", { sets: ["iran"], ceiling: "TLP:RED", withGuests: false }],
])("%j can be set", (line, typed) => {
  expect(parseScope(line)).toEqual(typed);
});

test.each([
  "",
  "   ",
  "all up to",
  "all up to purple",
  "all up to amber+strict+strict",
  "all up to RED+STRICT",
  "all up to clear or red",
  "all upto green",
  "all, but up to green please",
  "all up to green up to red",
  "all up to red up to green",
  "all with outsiders",
  "iran all up to green",
  "set all \u202eneerg ot pu",
  ", , ,",
])("%j is refused, because whatever it means, more could be opened than was meant", (line) => {
  expect(parseScope(line)).toBeUndefined();
});

test.each(["up to green", "iran up to green please", "reset now", "set", "iran with guest", "set set iran"])(
  "the words of %j that are no setting are read as names of sets, which nobody has",
  (line) => {
    const { sets, ceiling } = parseScope(line) ?? {};
    expect(sets).toEqual([...new Set(line.replace(/^set /u, "").split(" "))].sort());
    expect(ceiling).toBeUndefined();
  },
);

const reports = [
  { tlp: "TLP:CLEAR", sets: ["iran"] },
  { tlp: "TLP:WHITE", sets: ["energy", "iran/2021"] },
  { tlp: "TLP:GREEN" },
  { tlp: "TLP:AMBER", sets: ["energy"] },
  { sets: ["iran"] },
  { tlp: "TLP:RED", sets: ["iran"] },
  { tlp: "TLP:PURPLE" },
];

test.each<[Scope["sets"], Scope["ceiling"], readonly number[]]>([
  ["all", "TLP:CLEAR", [0, 1]],
  ["all", "TLP:GREEN", [0, 1, 2]],
  ["all", "TLP:AMBER", [0, 1, 2, 3]],
  ["all", "TLP:AMBER+STRICT", [0, 1, 2, 3, 4]],
  ["all", "TLP:RED", [0, 1, 2, 3, 4, 5, 6]],
  [["iran"], "TLP:AMBER+STRICT", [0, 4]],
  [["iran"], "TLP:RED", [0, 4, 5]],
  [["energy", "iran"], "TLP:AMBER", [0, 1, 3]],
  [["iran/2021"], "TLP:RED", [1]],
  [["ira"], "TLP:RED", []],
  [[], "TLP:RED", []],
])("sets %j up to %s show the reports %j", (sets, ceiling, shown) => {
  const visible = reports.flatMap((report, i) => (isVisible(report, { sets, ceiling }) ? [i] : []));
  expect(visible).toEqual(shown);
});

test("a higher ceiling or more sets never hide what could be seen", () => {
  const sets: readonly Scope["sets"][] = [[], ["iran"], ["energy", "iran"], "all"];
  for (const [i, ceiling] of LABELS.entries())
    for (const [j, some] of sets.entries())
      for (const wider of LABELS.slice(i))
        for (const more of sets.slice(j))
          for (const report of reports.filter((one) => isVisible(one, { sets: some, ceiling })))
            expect(isVisible(report, { sets: more, ceiling: wider })).toBe(true);
});

test("a hidden report does not take the place of one with the same id", () => {
  const library = libraryOf({
    "a brief.md": "---\ntlp: RED\n---\n\n# Secret\n\nOne.",
    "a-brief.md": "---\ntlp: CLEAR\n---\n\n# Open\n\nTwo.",
  });
  const titlesUpTo = (ceiling: Scope["ceiling"]) =>
    narrow(library, { sets: "all", ceiling }).reports.map(({ title }) => title);
  expect(titlesUpTo("TLP:GREEN")).toEqual(["Open"]);
  expect(titlesUpTo("TLP:RED")).toEqual(["Secret"]);
});

test("a scope is told in the words in which it is set", () => {
  const scope = { sets: ["energy", "iran"], ceiling: "TLP:GREEN" } as const;
  expect(formatScope(scope)).toBe("energy, iran up to TLP:GREEN");
  expect(parseScope(formatScope(scope))).toMatchObject(scope);
  expect(formatScope({ sets: "all", ceiling: "TLP:RED" })).toBe("all sets up to TLP:RED");
});
