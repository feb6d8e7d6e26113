import { expect, test } from "vitest";
import { formatPublished, paragraphsOf, scopeTo } from "#domain/report.ts";
import { libraryOf } from "#test/support/library.ts";

test.each([
  [{ year: 2021 }, "2021"],
  [{ year: 2021, month: 11 }, "November 2021"],
  [{ year: 2020, month: 12, day: 13 }, "13 December 2020"],
  [{ year: 1986, month: 1, day: 1 }, "1 January 1986"],
])("%j is printed as %s", (published, printed) => {
  expect(formatPublished(published)).toBe(printed);
});

test("a library of one report holds nothing of the others, and the same aliases", () => {
  const library = { ...libraryOf(["One."], ["Two."]), aliases: [["a", "b"]] };
  const [, second] = library.reports;
  const scoped = second && scopeTo(library, second);
  expect(scoped?.reports.flatMap(paragraphsOf).map(({ text }) => text)).toEqual(["Two."]);
  expect(scoped?.aliases).toEqual([["a", "b"]]);
});
