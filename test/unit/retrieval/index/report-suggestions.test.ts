import fc from "fast-check";
import { expect, test } from "vitest";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { createReportSuggestions } from "#retrieval/index/report-suggestions.ts";
import { buildReport } from "#test/support/report-builder.ts";

const reports = [
  buildReport([], { id: "cisa-ed-21-01-solarwinds", title: "Emergency Directive 21-01" }),
  buildReport([], {
    id: "house-challenger-accident-1986",
    title: "Investigation of the Challenger Accident",
  }),
  buildReport([], { id: "iran-azerbaijan-2021", title: "Iran-Azerbaijan: Tensions to Continue" }),
];
const suggest = await createReportSuggestions({ reports, aliases: [] }, ONE_SLICE);
const [solarwinds, challenger, iran] = reports.map(({ id }) => id);

test.each([
  ["", [solarwinds, challenger, iran]],
  ["iran", [iran]],
  ["azer", [iran]],
  ["CHALLENGER", [challenger]],
  ["challnger", [challenger]],
  ["ijan", [iran]],
  ["winds", [solarwinds]],
  ["emergency dir", [solarwinds]],
  ["directive emerg", [solarwinds]],
  ["ED 21", [solarwinds]],
  ["21", [solarwinds, iran]],
  ["2021", [iran]],
  ["2022", []],
  ["iran challenger", []],
  ["xyz", []],
])("%j suggests %j", (typed, ids) => {
  expect(suggest(typed).map(({ id }) => id)).toEqual(ids);
});

test("a suggestion is a title to read and an id to send", () => {
  expect(suggest("solar")).toEqual([{ id: "cisa-ed-21-01-solarwinds", title: "Emergency Directive 21-01" }]);
});

test("any part of a title or an id suggests the report, whatever its letters", async () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(name, fc.nat(), fc.nat(), async (title, from, length) => {
      const report = buildReport([], { id: "other", title });
      const graphemes = [...new Intl.Segmenter().segment(title)].map(({ segment }) => segment);
      const start = from % graphemes.length;
      const typed = graphemes.slice(start, start + 1 + (length % graphemes.length)).join("");
      const suggest = await createReportSuggestions({ reports: [report], aliases: [] }, ONE_SLICE);
      expect(suggest(typed)).toHaveLength(1);
    }),
  );
});

test("an empty library suggests nothing", async () => {
  const suggest = await createReportSuggestions({ reports: [], aliases: [] }, ONE_SLICE);
  expect(suggest("iran")).toEqual([]);
});
