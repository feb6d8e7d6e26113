// Short titles: no two reports of a library have the same, and what one may not see does not change them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Published, type Report, scopeTo, shortTitlesOf } from "#domain/report.ts";

function report(id: string, title: string, published?: Published): Report {
  return {
    id,
    title,
    authors: [],
    file: `${id}.md`,
    sections: [],
    ...(published === undefined ? {} : { published }),
  };
}

function shortTitles(...reports: readonly Report[]): readonly (string | undefined)[] {
  const names = shortTitlesOf({ reports, aliases: [] });
  return reports.map(({ id }) => names.get(id));
}

test("a title loses its subtitle where that suffices", () => {
  expect(shortTitles(report("a", "Iran-Azerbaijan: Escalation Unlikely"), report("b", "Rivers"))).toEqual([
    "Iran-Azerbaijan",
    "Rivers",
  ]);
});

test("reports of a series have the year, the month or the day beside it, whichever is enough", () => {
  const title = "Comparative Print Project: Quarterly Report";
  expect(shortTitles(report("a", title, { year: 2022 }), report("b", title, { year: 2023 }))).toEqual([
    "Comparative Print Project (2022)",
    "Comparative Print Project (2023)",
  ]);
  const [april, may] = [4, 5].map((month) => ({ year: 2022, month }));
  expect(shortTitles(report("a", title, april), report("b", title, may))).toEqual([
    "Comparative Print Project (April 2022)",
    "Comparative Print Project (May 2022)",
  ]);
  const [first, second] = [1, 2].map((day) => ({ year: 2022, month: 4, day }));
  expect(shortTitles(report("a", title, first), report("b", title, second))).toEqual([
    "Comparative Print Project (1 April 2022)",
    "Comparative Print Project (2 April 2022)",
  ]);
});

test("without dates the subtitle tells them apart, and where the titles are equal their ids", () => {
  expect(shortTitles(report("a", "Energy: Gas"), report("b", "Energy: Oil", { year: 2020 }))).toEqual([
    "Energy: Gas",
    "Energy: Oil",
  ]);
  expect(shortTitles(report("a", "Annual Report"), report("b", "ANNUAL  report."))).toEqual([
    "Annual Report (a)",
    "ANNUAL  report. (b)",
  ]);
});

test("a lengthened name is not that of a third report", () => {
  const names = shortTitles(
    report("a", "Survey", { year: 2021 }),
    report("b", "Survey", { year: 2022 }),
    report("c", "Survey (2021)"),
  );
  expect(new Set(names).size).toBe(3);
});

test("one report of a library keeps the name that it has in it", () => {
  const [a, b] = [report("a", "Survey", { year: 2021 }), report("b", "Survey", { year: 2022 })];
  const library = { reports: [a, b], aliases: [] };
  expect(shortTitlesOf(scopeTo(library, a)).get("a")).toBe("Survey (2021)");
  // A report that is outside what a channel may see is not in its library, and so leaves no trace in the name.
  expect(shortTitlesOf({ ...library, reports: [a] }).get("a")).toBe("Survey");
});

test("whatever the titles and dates, no two reports of a library have the same short title", () => {
  const title = fc.array(fc.constantFrom("A", "a", "B", ": ", " ", "(2020)", "x1"), {
    minLength: 1,
    maxLength: 4,
  });
  const published = fc.option(
    fc
      .record({ year: fc.integer({ min: 2020, max: 2021 }) })
      .chain(({ year }) =>
        fc.constantFrom<Published>({ year }, { year, month: 1 }, { year, month: 1, day: 2 }),
      ),
    { nil: undefined },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(title, published), { maxLength: 6 }), (given) => {
      const reports = given.map(([words, date], i) => report(`x${i}`, words.join(""), date));
      expect(new Set(shortTitles(...reports)).size).toBe(reports.length);
    }),
  );
});
