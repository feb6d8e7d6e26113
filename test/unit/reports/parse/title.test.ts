// What a report is called whose front matter has no title.
import { expect, test } from "vitest";
import { parseReport } from "#reports/parse/parse-report.ts";

function titleOf(source: string, file = "reports/bod-20-01.md"): string | undefined {
  return parseReport(file, source).report?.title;
}

test("the first heading is the title, and the warning says how the report will be cited", () => {
  const { report, diagnostics } = parseReport("a.md", "# Escalation Unlikely\n\nText.");
  expect(report?.title).toBe("Escalation Unlikely");
  expect(diagnostics).toMatchObject([
    {
      severity: "warning",
      message: "no title in the front matter",
      hint: 'cited as "Escalation Unlikely", its first heading; if that is not its title, add the line "title: …" at the top',
    },
  ]);
});

test.each([
  "Introduction",
  "Contents",
  "Table of Contents",
  "1. Overview",
  "I. Introduction",
  "EXECUTIVE SUMMARY",
  "Key Judgments:",
  "Annex B",
  "Appendix",
  "Foreword",
  "Acknowledgements",
  "U.S. Department of Homeland Security",
  "Cybersecurity and Infrastructure Security Agency",
  "Office of the Clerk",
  "AN AL Y S I S R E P O R T",
])("%s is no title: the next heading of the title page is, else the file's name", (heading) => {
  expect(titleOf(`# ${heading}\n\nText.`)).toBe("bod-20-01");
  expect(titleOf(`# ${heading}\n\n# A Title\n\nText.`)).toBe("A Title");
  expect(titleOf(`# ${heading}\n\nText.\n\n# The second section\n\nMore.`)).toBe("bod-20-01");
});

test.each([
  "Report of the Presidential Commission",
  "Introduction to Maritime Security",
  "Department of Defense Review 2021",
  "Binding Operational Directive 20-01",
  "Contents of the Ark",
  "The Office of the Clerk: A History",
])("%s is a title", (heading) => {
  expect(titleOf(`# ${heading}\n\nText.`)).toBe(heading);
});

test("a heading that is not the title begins a section", () => {
  const { report } = parseReport("a.md", "# Introduction\n\nText.");
  expect(report?.sections).toMatchObject([{ heading: "Introduction" }]);
});
