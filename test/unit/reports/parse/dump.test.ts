// The pages of a PDF as plain text are recognised, and ordinary reports are not taken for them.
import { expect, test } from "vitest";
import { parseReport } from "#reports/parse/parse-report.ts";

const WARNING = /^looks like the pages of a PDF as plain text: (.*)$/u;

function warningOf(file: string, source: string): string | undefined {
  const { diagnostics } = parseReport(file, source);
  return diagnostics.flatMap(({ message }) => WARNING.exec(message)?.[1] ?? [])[0];
}

const page = (number: number) =>
  `Quarterly Report of the Office\n\nThe sentence of page ${number} begins here and goes on\n\nto its end in another paragraph.\n\nPage ${number} of 9\n`;

test("page breaks, and the line that is on every page", () => {
  const source = [1, 2, 3, 4].map(page).join("\f");
  expect(warningOf("a.txt", source)).toBe(
    '3 page breaks; the line "Quarterly Report of the Office" is there 4 times',
  );
  expect(warningOf("a.md", `---\ntitle: T\n---\n${source}`)).toContain("3 page breaks");
});

test("without page breaks a repeated line and broken paragraphs together", () => {
  const pages = Array.from({ length: 14 }, (_, i) => page(i + 1)).join("\n");
  expect(warningOf("a.txt", pages)).toMatch(
    /^the line ".*" is there 14 times; no heading, and \d+ % of the paragraphs/u,
  );
});

test("the warning is on top, with what to do", () => {
  const { diagnostics, report } = parseReport("a.txt", `${page(1)}\f${page(2)}`);
  expect(diagnostics[0]).toMatchObject({
    severity: "warning",
    hint: expect.stringContaining("`ibid import`"),
  });
  expect(report).toBeDefined();
});

test.each([
  ["headings that come again", "# A\n\n## Findings\n\nOne.\n\n".repeat(6)],
  [
    "rows and items that come again",
    "- the same item of a list\n- the same item of a list\n\n| the same | row |\n| --- | --- |\n".repeat(6),
  ],
  ["a sentence that comes again", "This sentence comes again and again.\n\n".repeat(9)],
  [
    "a list of short lines",
    Array.from({ length: 50 }, (_, i) => `Name of person ${String.fromCharCode(97 + (i % 26))}${i}`).join(
      "\n\n",
    ),
  ],
])("%s are no reason", (_, source) => {
  expect(warningOf("a.md", source)).toBeUndefined();
});
