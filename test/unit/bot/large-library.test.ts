// References in a library of very many paragraphs. Counted is how often a paragraph or a section is looked at: nothing else is
// answered in the meantime.
import { expect, test } from "vitest";
import { findParagraphs, findRange, findScope, findTarget, sourceKey } from "#bot/reference.ts";
import type { Library, Paragraph, Report } from "#domain/report.ts";
import { paragraphCode } from "#reports/parse/paragraph-code.ts";

const REPORTS = 20;
const SECTIONS = 100;
const PARAGRAPHS = 20;

/** 40,000 paragraphs in 2,000 sections. `looks` counts the readings of their codes and numbers. */
function createLargeLibrary() {
  const count = { looks: 0 };
  const paragraphOf = (report: string, section: string, ordinal: number): Paragraph => {
    const code = paragraphCode(report, `${section} ${ordinal}`);
    const text = "Otters swim.";
    const sentences = [{ start: 0, end: text.length }];
    return {
      ...{ report, section, ordinal, text, sentences, line: 1 },
      get code() {
        count.looks += 1;
        return code;
      },
      get number() {
        count.looks += 1;
        return undefined as unknown as string;
      },
    };
  };
  const reports = Array.from({ length: REPORTS }, (_, r): Report => {
    const id = `report-${r + 1}`;
    const sections = Array.from({ length: SECTIONS }, (__, s) => {
      const heading = `${(s + 7) ** 7} otters at ${(s + 3) ** 5} rivers`;
      const paragraphs = Array.from({ length: PARAGRAPHS }, (___, p) =>
        paragraphOf(id, heading, s * PARAGRAPHS + p + 1),
      );
      return { heading, paragraphs };
    });
    return { id, title: `Report ${r + 1} on otters`, authors: ["Ada"], file: `${id}.md`, sections };
  });
  return { library: { reports, aliases: [] } satisfies Library, count };
}

const { library, count } = createLargeLibrary();
const { reports } = library;
const sample = reports[6]?.sections[50]?.paragraphs[3];
if (sample === undefined) throw new Error("there is a paragraph");
const code = sample.code;
const key = sourceKey(sample.report);

const sorry = (find: () => unknown) => {
  try {
    return String(find());
  } catch (error) {
    return String(error);
  }
};

const lookups: readonly (readonly [string, () => unknown, unknown])[] = [
  ["a code", () => findParagraphs(code, reports), [sample]],
  ["the beginning of a code", () => findParagraphs(code.slice(0, 6), reports), [sample]],
  ["a number", () => findParagraphs("2000", reports).length, REPORTS],
  ["a section", () => findParagraphs(sample.section, reports).length, REPORTS * PARAGRAPHS],
  ["words of a section", () => findParagraphs("otters at", reports).length, REPORTS * SECTIONS * PARAGRAPHS],
  ["a range", () => findRange("1999-2000", reports.slice(0, 1))?.length, 2],
  ["a button", () => findTarget({ reference: code, ordinal: "1", source: key }, library).paragraph, sample],
  [
    "a button whose words are gone",
    () => findTarget({ reference: "zzzzzzzz", ordinal: "1004", source: key }, library).paragraph,
    sample,
  ],
  ["a report", () => findScope("report-7", library), reports[6]],
  [
    "a code with two wrong letters",
    () => sorry(() => findParagraphs(`${code.slice(0, 3)}00${code.slice(5)}`, reports)),
    expect.stringContaining(`Did you mean ${code}`),
  ],
  [
    "a misspelled section",
    () => sorry(() => findParagraphs(sample.section.replace("rivers", "rviers"), reports)),
    expect.stringContaining(`Did you mean "${sample.section}"`),
  ],
  [
    "a word like no other",
    () => sorry(() => findParagraphs("Przewalskij", reports)),
    expect.stringContaining('There is no paragraph, code or section "Przewalskij"'),
  ],
];

test.each(lookups)("%s is found without a look at each of 40,000 paragraphs", (_, find, expected) => {
  expect(find()).toEqual(expected);
  count.looks = 0;
  find();
  expect(count.looks).toBeLessThan(2_000);
});

test("a name that 40,000 others begin like is missed in less than twenty times the time of one that none begins like", () => {
  const words = "otters live at the banks of large rivers";
  const report: Report = {
    ...{ id: "a", title: "A", authors: [], file: "a.md" },
    sections: Array.from({ length: 40_000 }, (_, i) => ({
      heading: `${words} ${i} s`,
      paragraphs: [{ ...sample, ordinal: i + 1, code: "abcdefgh" }] as Paragraph[],
    })),
  };
  const timeOfMiss = (reference: string) => {
    const startedAt = performance.now();
    expect(sorry(() => findParagraphs(reference, [report]))).not.toContain("mean");
    return performance.now() - startedAt;
  };
  const letters = "x".repeat(words.length);
  const rounds = Array.from({ length: 5 }, () => [timeOfMiss(`ot${letters}s`), timeOfMiss(`xx${letters}x`)]);
  const [alike = 0, unlike = 0] = [0, 1].map((i) => Math.min(...rounds.map((times) => times[i] ?? 0)));
  expect(alike / unlike).toBeLessThan(20);
});
