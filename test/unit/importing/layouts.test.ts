// A known report, set in many layouts by a browser and by a word processor, comes back letter for letter.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { convert } from "#importing/convert.ts";
import { haveSameLetters, lettersOf } from "#importing/letters.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { expectedMarkdown, LAYOUTS } from "#test/support/known-report.ts";

const FOLDER = "test/support/fixtures/importing/layouts";

function sectionsOf(markdown: string) {
  const { report } = parseReport("a.md", markdown);
  return report?.sections.map(({ heading, paragraphs }) => ({
    heading,
    paragraphs: paragraphs.map(({ text, note }) => (note === undefined ? text : `note ${note}: ${text}`)),
  }));
}

describe.each(LAYOUTS)("$name", (layout) => {
  const file = `${layout.name}.${layout.format}`;
  const bytes = readFileSync(`${FOLDER}/${file}`);

  test("has the same headings, paragraphs, items, rows and notes", async () => {
    const { markdown, stops } = await convert(file, bytes, { title: "The Harbour" });
    expect(stops).toEqual([]);
    expect(sectionsOf(markdown)).toEqual(sectionsOf(expectedMarkdown(layout)));
  });

  test.runIf(layout.format === "pdf")(
    "has the letters that another program finds, but for heads and feet",
    async () => {
      const { markdown, account } = await convert(file, bytes, { title: "The Harbour" });
      const furniture = [...account.matchAll(/Left out, as the head or foot of pages: "(.*)"\.$/gmu)].map(
        ([, words]) => words,
      );
      const found = readFileSync(`${FOLDER}/${layout.name}.letters`, "utf8").trim();
      const body = markdown.slice(markdown.indexOf("\n---\n") + 5).replace(/<!-- page \d+ -->/gu, "");
      expect(furniture.length).toBe(layout.hasHeads ? 2 : 0);
      const written = lettersOf(body.replace(/^\[\^(\d+)\]:/gmu, "$1"));
      const pages = [...markdown.matchAll(/<!-- page (\d+) -->/gu)].map(([, page]) => page);
      // On each page the title and the page's number, as both programs that set them print it: nothing else may be missing.
      const footOf = (page = "") => (layout.by === "chromium" ? page : `Page${page}of${pages.length}`);
      const leftOut = layout.hasHeads ? pages.map((page) => `StudiesoftheCoastNo7${footOf(page)}`) : [];
      expect(haveSameLetters(found, written + leftOut.join(""))).toBe(true);
    },
  );
});
