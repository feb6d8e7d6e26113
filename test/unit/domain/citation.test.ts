import { expect, test } from "vitest";
import { cite, citeReport } from "#domain/citation.ts";
import { paragraphsOf } from "#domain/report.ts";
import { libraryOf, paragraphOf, reportOfTexts } from "#test/support/library.ts";

test("a paragraph is cited with its place and with how many its report has", () => {
  const library = libraryOf(["One.", "Two.", "Three."], ["Other."]);
  const [, second] = library.reports.flatMap(paragraphsOf);
  expect(second && cite(second, library)).toEqual({
    report: "r1",
    title: "r1",
    shortTitle: "r1",
    authors: [],
    section: "",
    ordinal: 2,
    of: 3,
    code: "r1-2",
  });
});

test("the number that a report prints is part of the citation", () => {
  const library = libraryOf(["One."]);
  expect(cite(paragraphOf("One.", { number: "2.20" }), library)).toMatchObject({
    number: "2.20",
    ordinal: 1,
  });
});

test("a report is cited with the fields that it has", () => {
  const fields = {
    title: "T",
    authors: ["A. Body"],
    publisher: "P",
    published: { year: 2021, month: 11 },
    url: "https://example.org",
    tlp: "TLP:GREEN",
  };
  const report = { ...reportOfTexts("r1", ["One."]), ...fields, language: "en", note: "n" };
  const library = { reports: [report], aliases: [] };
  expect(citeReport(report, library)).toEqual({ report: "r1", shortTitle: "T", ...fields });
  expect(Object.keys(citeReport(reportOfTexts("r1", []), library))).toEqual([
    "report",
    "title",
    "shortTitle",
    "authors",
  ]);
});

test("a paragraph of a report that is not loaded cannot be cited", () => {
  expect(() => cite(paragraphOf("One.", { report: "gone" }), libraryOf(["One."]))).toThrow(
    'no report "gone"',
  );
});
