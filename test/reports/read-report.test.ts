import fc from "fast-check";
import { expect, test } from "vitest";
import { paragraphsOf } from "#domain/report.ts";
import { readReport } from "#reports/read-report.ts";

function read(source: string, file = "report.md") {
  const { report, oddities } = readReport(file, source);
  return {
    report,
    oddities,
    texts: report === undefined ? [] : paragraphsOf(report).map(({ text }) => text),
    sections: report?.sections.map(({ heading }) => heading),
  };
}

const titled = (body: string) => `---\ntitle: T\n---\n\n${body}`;

test("headings and run-in bold headings start sections; a run-in heading stays in the words", () => {
  const { texts, sections } = read(titled("Opening.\n\n## One\n\nA.\n\n**Two:** B.\n\nC."));
  expect(texts).toEqual(["Opening.", "A.", "Two: B.", "C."]);
  expect(sections).toEqual(["", "One", "Two"]);
});

test("a whole bold line is no heading", () => {
  expect(read(titled("**Richard C. Baffa**\n\nText.")).sections).toEqual([""]);
});

test("a rule between texts makes no heading of the line above it", () => {
  expect(read(titled("NOVEMBER 2021\n\n---\n\nText.")).texts).toEqual(["NOVEMBER 2021", "Text."]);
});

test("a paragraph broken by a page break is joined with one space, and the join is reported", () => {
  const { texts, oddities } = read(titled("It is meant as\n\na lever to pressure Baku.\n\nNext."));
  expect(texts).toEqual(["It is meant as a lever to pressure Baku.", "Next."]);
  expect(oddities).toContainEqual(expect.objectContaining({ line: 7, what: "paragraph torn in two" }));
});

test("finished paragraphs are not joined", () => {
  expect(read(titled("It ended.\n\nand so on.\n\nIt went:\n\nfine.")).texts).toHaveLength(4);
});

test("a page marker goes, and the sentence joins over it", () => {
  const { texts, oddities } = read(titled("It was found\n\n%%page 5%%\n\nto be so."));
  expect(texts).toEqual(["It was found to be so."]);
  expect(oddities).toContainEqual(expect.objectContaining({ line: 7, what: "page marker" }));
});

test("a false heading, half a sentence, is joined with the other half", () => {
  const { texts, sections } = read(
    titled("# Real\n\nText.\n\n### The Director may have\n\n> violated the rules."),
  );
  expect(texts).toEqual(["Text.", "The Director may have violated the rules."]);
  expect(sections).toEqual(["Real"]);
});

test("lists, quotations, tables, footnotes and code are paragraphs", () => {
  const { texts } = read(
    titled(
      "- one\n- two\n  - inner\n\n> quoted\n\n| a | b |\n| - | - |\n| c | d |\n\nWith a note.[^n]\n\n[^n]: The note.\n\n```\ncode  here\n```",
    ),
  );
  expect(texts).toEqual([
    "one",
    "two",
    "inner",
    "quoted",
    "a | b",
    "c | d",
    "With a note.[n]",
    "The note.",
    "code here",
  ]);
});

test("a report's own paragraph numbers win over the count", () => {
  const numbered = [12, 13, 15, 16, 18]
    .map((number) => `${number}. Paragraph ${number} says so.`)
    .join("\n\n");
  const { report, texts } = read(titled(numbered));
  expect(report && paragraphsOf(report).map(({ number }) => number)).toEqual(["12", "13", "15", "16", "18"]);
  expect(texts[0]).toBe("Paragraph 12 says so.");
});

test("a short list of points is no numbering of the report, and its numbers stay in the words", () => {
  const { report, texts } = read(titled("A.\n\nB.\n\nC.\n\nD.\n\n1. one\n2. two\n\nE."));
  expect(report && paragraphsOf(report).every(({ number }) => number === undefined)).toBe(true);
  expect(texts).toContain("1. one");
});

test("escapes and emphasis go; quotation marks, dashes and dots stay as they are", () => {
  const { texts } = read(
    titled("US \\$3.5, *Elaph* and **so** — “x” 'y' ... [a link](https://example.org) `z`."),
  );
  expect(texts).toEqual(["US $3.5, Elaph and so — “x” 'y' ... a link z."]);
});

test("attribute lists and template tags go and are reported", () => {
  const { texts, oddities } = read(titled('{:start="2"}\nSee [it]({{ site.url }}/x).'));
  expect(texts).toEqual(["See it."]);
  expect(oddities.map(({ what }) => what)).toEqual(["attribute list of a Markdown dialect", "template tag"]);
});

test("a list of contents with dotted leaders is left out", () => {
  expect(
    read(titled("I. INTRODUCTION ............. 3 II. FINDINGS .............. 9\n\nText.")).texts,
  ).toEqual(["Text."]);
});

test("without a title the first heading stands in, then the name of the file, each with a warning", () => {
  const headed = read("# The Heading\n\nText.");
  expect(headed.report?.title).toBe("The Heading");
  const bare = read("Text.", "sub/My Brief.md");
  expect(bare.report).toMatchObject({ title: "My Brief", id: "sub-my-brief" });
  for (const { oddities } of [headed, bare])
    expect(oddities).toContainEqual(expect.objectContaining({ level: "warning" }));
});

test.each([
  ["published: 2021-11", { year: 2021, month: 11 }],
  ["published_at: October 1986", { year: 1986, month: 10 }],
  ["date: 13 December 2020", { year: 2020, month: 12, day: 13 }],
  ["published: 2019", { year: 2019 }],
  ['published: "March 5, 2003"', { year: 2003, month: 3, day: 5 }],
])("%s keeps its precision", (line, published) => {
  expect(read(`---\ntitle: T\n${line}\n---\n\nText.`).report?.published).toEqual(published);
});

test("authors may be one name or a list, and unknown keys are ignored and reported", () => {
  const { report, oddities } = read("---\ntitle: T\nauthors: A Body\nlayout: base\n---\n\nText.");
  expect(report?.authors).toEqual(["A Body"]);
  expect(oddities).toEqual([
    expect.objectContaining({ level: "note", line: 4, what: 'key "layout" in the front matter' }),
  ]);
});

test.each([
  ["---\ntitle: [unclosed\n---\n\nText.", 3],
  ["---\ntitle: T\npublished: soon\n---\n\nText.", 3],
  ["---\ntitle: T\nurl: javascript:alert(1)\n---\n\nText.", 3],
  ["---\ntitle: T\n\nText without an end of the front matter.", 1],
  [`---\ntitle: T\nnote: ${"x".repeat(17_000)}\n---\n\nText.`, 1],
  [
    "---\na: &a [x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: [*b, *b, *b, *b, *b, *b]\nd: !!js/function x\n---\n\nText.",
    2,
  ],
  ["---\ntitle: T\n---\n\n", 0],
])("an unusable file is an error with its line and a remedy: %j", (source, line) => {
  const { report, oddities } = readReport("bad.md", source);
  expect(report).toBeUndefined();
  const error = oddities.find(({ level }) => level === "error");
  expect(error?.line).toBe(line);
  expect(error?.treatment).not.toBe("");
});

test("Windows line ends and a byte order mark change nothing", () => {
  const source = titled("# S\n\nOne\ntwo.\n\nThree.");
  expect(read(`\uFEFF${source.replaceAll("\n", "\r\n")}`).texts).toEqual(read(source).texts);
});

test("plain text has paragraphs and no markup", () => {
  const { texts, report } = read("One *line*\nand its end.\n\n# not a heading\n", "brief.txt");
  expect(texts).toEqual(["One *line* and its end.", "# not a heading"]);
  expect(report?.title).toBe("brief");
});

test("a code depends on the words of the paragraph only", () => {
  const codes = (body: string) => {
    const { report } = read(titled(body));
    return new Map(report === undefined ? [] : paragraphsOf(report).map(({ text, code }) => [text, code]));
  };
  const [before, after] = [codes("A.\n\nB."), codes("# New\n\nA new one.\n\nB.")];
  expect(after.get("B.")).toBe(before.get("B."));
  expect(before.get("A.")).not.toBe(before.get("B."));
  expect(before.get("B.")).toMatch(/^[a-z][a-z0-9]{7}$/u);
});

test("any text is read without a crash into paragraphs of its own words", () => {
  const line = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom("---", "# h", "- a", "> q", "| a |", "1. x", "**b:** c", "```", "[^1]: n"),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const source = lines.join("\n");
      const { report } = readReport("any.md", source);
      for (const { text, sentences } of report === undefined ? [] : paragraphsOf(report)) {
        expect(text.trim()).toBe(text);
        expect(sentences.length).toBeGreaterThan(0);
      }
    }),
  );
});
