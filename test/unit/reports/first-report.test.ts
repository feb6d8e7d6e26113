// The report in knowledge/. Every number here was counted in the printed brief.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";

const { library, diagnostics } = await loadFolder("knowledge");
const [report] = library.reports;
const paragraphs = report === undefined ? [] : paragraphsOf(report);

test("it has 17 paragraphs in its five sections", () => {
  const sections = report?.sections.map(({ heading, paragraphs: own }) => [heading, own.length]);
  expect(sections).toEqual([
    ["", 1],
    ["Tehran's Concerns", 5],
    ["The Jerusalem-Baku Axis", 4],
    ["The Rise of the Huseyniyyun", 3],
    ["Implications", 4],
  ]);
  expect(paragraphs.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
});

test("paragraph 12 is joined across the page break, and the repair is reported", () => {
  expect(paragraphs[11]?.text).toContain(
    "almost certainly is intended to be used as a lever to pressure Baku into",
  );
  expect(diagnostics.filter(({ message }) => message.includes("split in two"))).toHaveLength(1);
});

test("its words are as printed", () => {
  const all = paragraphs.map(({ text }) => text).join("\n");
  expect(all).toContain("stating ...”why now, and why on our border?” In response");
  expect(all).toContain("the amount of ordinance that could be placed on target");
  expect(all).toContain("totaled US $314.89 million; Iran is looking to expand this to $1.2 billion");
  expect(all).toContain("Youtube channels");
  expect(all).toContain("according to the Tehran Times.");
  expect(all).toContain("Implications: Drawing confidence as a result");
  expect(all.match(/”/gu)).toHaveLength(8);
  expect(all.match(/“/gu)).toBeNull();
});

test("apart from markup, no character of the file is missing or added", () => {
  const file = readFileSync("knowledge/iran-azerbaijan-2021.md", "utf8").split(/^---$/mu)[2] ?? "";
  const bare = file
    .replace(/\\(?=\$)|\*/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  expect(paragraphs.map(({ text }) => text).join(" ")).toBe(bare);
});

test("its front matter is what the brief prints, with no handling label", () => {
  expect(report).toMatchObject({
    title: "Iran-Azerbaijan: Escalation Unlikely, but Tensions to Continue",
    authors: ["Richard C. Baffa"],
    publisher: "The Cambridge Security Initiative",
    published: { year: 2021, month: 11 },
  });
  expect(report?.tlp).toBeUndefined();
});
