import fc from "fast-check";
import { expect, test } from "vitest";
import { paragraphsOf } from "#domain/report.ts";
import { MAX_DIAGNOSTICS, MAX_PARAGRAPH_LENGTH } from "#reports/parse/limits.ts";
import { parseReport } from "#reports/parse/parse-report.ts";

function read(source: string, file = "report.md") {
  const { report, diagnostics } = parseReport(file, source);
  return {
    report,
    diagnostics,
    texts: report === undefined ? [] : paragraphsOf(report).map(({ text }) => text),
    sections: report?.sections.map(({ heading }) => heading),
  };
}

const titled = (body: string) => `---\ntitle: T\n---\n\n${body}`;

test("headings and run-in headings start sections; a run-in heading stays in the text", () => {
  const { texts, sections } = read(titled("Opening.\n\n## One\n\nA.\n\n**Two:** B.\n\nC."));
  expect(texts).toEqual(["Opening.", "A.", "Two: B.", "C."]);
  expect(sections).toEqual(["", "One", "Two"]);
});

test("an entirely bold line is not a heading", () => {
  expect(read(titled("**Richard C. Baffa**\n\nText.")).sections).toEqual([""]);
});

test("a horizontal rule does not turn the line above it into a heading", () => {
  expect(read(titled("NOVEMBER 2021\n\n---\n\nText.")).texts).toEqual(["NOVEMBER 2021", "Text."]);
});

test("a paragraph divided by a page break is joined with one space, and the repair is reported", () => {
  const { texts, diagnostics } = read(titled("It is meant as\n\na lever to pressure Baku.\n\nNext."));
  expect(texts).toEqual(["It is meant as a lever to pressure Baku.", "Next."]);
  expect(diagnostics).toContainEqual(expect.objectContaining({ line: 7, message: "paragraph split in two" }));
});

test("finished paragraphs are not joined", () => {
  expect(read(titled("It ended.\n\nand so on.\n\nIt went:\n\nfine.")).texts).toHaveLength(4);
});

test("a page marker is removed, and the sentence is joined across it", () => {
  const { texts, diagnostics } = read(titled("It was found\n\n%%page 5%%\n\nto be so."));
  expect(texts).toEqual(["It was found to be so."]);
  expect(diagnostics).toContainEqual(expect.objectContaining({ line: 7, message: "page marker" }));
});

test("a heading that is half a sentence is joined with the other half", () => {
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

test("a report's own paragraph numbers are used", () => {
  const numbered = [12, 13, 15, 16, 18]
    .map((number) => `${number}. Paragraph ${number} says so.`)
    .join("\n\n");
  const { report, texts } = read(titled(numbered));
  expect(report && paragraphsOf(report).map(({ number }) => number)).toEqual(["12", "13", "15", "16", "18"]);
  expect(texts[0]).toBe("Paragraph 12 says so.");
});

test("a short list does not number the report, and its numbers stay in the text", () => {
  const { report, texts } = read(titled("A.\n\nB.\n\nC.\n\nD.\n\n1. one\n2. two\n\nE."));
  expect(report && paragraphsOf(report).every(({ number }) => number === undefined)).toBe(true);
  expect(texts).toContain("1. one");
  const long = "The committee heard much on this and on other things. ".repeat(5);
  const { texts: among } = read(titled([long, "1) one", "2) two", "3) three", "4) four", long].join("\n\n")));
  expect(among).toContain("4) four");
});

test("lists, years and figures inside a numbered report are not its paragraph numbers", () => {
  const { report } = read(
    titled(
      [
        "12. The committee met in the spring and heard from both sides.",
        "1. one\n2. two\n3. three",
        "13. It then met again, and asked for these papers:",
        "40 percent of them came.",
        "1986 was the year in which the rest of them came.",
        "14. It closed its work in the summer of that year.\n    1. at once\n    2. in full",
      ].join("\n\n<!-- -->\n\n"),
    ),
  );
  expect(report && paragraphsOf(report).map(({ number, text }) => number ?? text)).toEqual([
    "12",
    "1. one",
    "2. two",
    "3. three",
    "13",
    "40 percent of them came.",
    "1986 was the year in which the rest of them came.",
    "14",
    "1. at once",
    "2. in full",
  ]);
});

test("numbers with chapter and paragraph are used too", () => {
  const { report } = read(
    titled("1.9 The one.\n\n1.10 The two.\n\n# Next\n\n2.1 The three.\n\n2.20 The four."),
  );
  expect(report && paragraphsOf(report).map(({ number }) => number)).toEqual(["1.9", "1.10", "2.1", "2.20"]);
});

test("escapes and emphasis are removed; quotation marks, dashes and dots stay as they are", () => {
  const { texts } = read(
    titled("US \\$3.5, *Elaph* and **so** — “x” 'y' ... [a link](https://example.org) `z`."),
  );
  expect(texts).toEqual(["US $3.5, Elaph and so — “x” 'y' ... a link z."]);
});

test("attribute lists and template tags are removed and reported", () => {
  const { texts, diagnostics } = read(titled('{:start="2"}\nSee [it]({{ site.url }}/x).'));
  expect(texts).toEqual(["See it."]);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "attribute list of a Markdown dialect",
    "template tag",
  ]);
});

test("a sentence divided between a block quotation and a paragraph is joined", () => {
  expect(read(titled("> The risk of the Carri-\n\ner Aircraft is low.")).texts).toEqual([
    "The risk of the Carri- er Aircraft is low.",
  ]);
});

test("a numbered point continues after a page break; list marks begin new points", () => {
  expect(read(titled("A long text of words.\n\n1. It was found\n\n%%page 5%%\n\nto be so.")).texts).toContain(
    "1. It was found to be so.",
  );
  expect(read(titled("a) One; and\n\nb) two, and\n\nc. three")).texts).toHaveLength(3);
});

test('a heading stays one above a name in lower case or a list mark; one that ends in "and" does not', () => {
  const { sections } = read(
    titled("## Leadership\n\nde Gaulle spoke.\n\n## Design, Build and Production\n\na. Issue."),
  );
  expect(sections).toEqual(["Leadership", "Design, Build and Production"]);
  expect(read(titled("### The Office for Safety and\n\nQuality must act.")).texts).toEqual([
    "The Office for Safety and Quality must act.",
  ]);
});

test("a page number on a line of its own is left out and reported, and the sentence is joined across it", () => {
  const { texts, diagnostics } = read(titled("It was found\n\n(11)\n\nto be so.\n\n- 11"));
  expect(texts).toEqual(["It was found to be so.", "11"]);
  expect(diagnostics).toContainEqual(expect.objectContaining({ line: 7, message: "line without a word" }));
});

test("an image has no words and is reported", () => {
  const { texts, diagnostics } = read(titled("See ![a map](map.png) here."));
  expect(texts).toEqual(["See here."]);
  expect(diagnostics).toContainEqual(expect.objectContaining({ line: 5, message: "picture" }));
});

test("a footnote mark that occurs in several places is reported: a scan may have misread a word", () => {
  const { diagnostics } = read(
    titled("Here[^1] and[^2] it is.\n\nThen,[^1] hereby submit.\n\n[^1]: One.\n\n[^2]: Two."),
  );
  const found = diagnostics.filter(
    ({ message }) => message === "footnote mark that is used in several places",
  );
  expect(found.map(({ line }) => line)).toEqual([5, 7]);
});

test("HTML tags inside a word do not divide it; comments, styles and scripts are not text", () => {
  const { texts } = read(
    titled(
      "H<sub>2</sub>O is<br>wet.\n\n<!-- a\n\nb -->\n\n<style>\np { x: y }\n</style>\n\n<p>One <b>t</b>wo</p>",
    ),
  );
  expect(texts).toEqual(["H2O is wet.", "One two"]);
});

test("a table of contents with dotted leaders is left out", () => {
  expect(
    read(titled("I. INTRODUCTION ............. 3 II. FINDINGS .............. 9\n\nText.")).texts,
  ).toEqual(["Text."]);
});

test("without a title the first heading is used, or else the name of the file, with a warning", () => {
  const headed = read("# The Heading\n\nText.");
  expect(headed.report?.title).toBe("The Heading");
  const bare = read("Text.", "sub/My Brief.md");
  expect(bare.report).toMatchObject({ title: "My Brief", id: "sub-my-brief" });
  for (const { diagnostics } of [headed, bare])
    expect(diagnostics).toContainEqual(expect.objectContaining({ severity: "warning" }));
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
  const { report, diagnostics } = read("---\ntitle: T\nauthors: A Body\nlayout: base\n---\n\nText.");
  expect(report?.authors).toEqual(["A Body"]);
  expect(diagnostics).toEqual([
    expect.objectContaining({ severity: "note", line: 4, message: 'key "layout" in the front matter' }),
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
  ["---\ntitle: true\n---\n\nText.", 2],
  [titled(`Text.\n\n${"> ".repeat(5000)}deep`), 7],
])("an unusable file is an error with its line and a remedy: case %#", (source, line) => {
  const { report, diagnostics } = parseReport("bad.md", source);
  expect(report).toBeUndefined();
  const error = diagnostics.find(({ severity }) => severity === "error");
  expect(error?.line).toBe(line);
  expect(error?.hint).not.toBe("");
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

test("a code does not depend on other paragraphs", () => {
  const codes = (body: string) => {
    const { report } = read(titled(body));
    return new Map(report === undefined ? [] : paragraphsOf(report).map(({ text, code }) => [text, code]));
  };
  const [before, after] = [codes("A.\n\nB."), codes("# New\n\nA new one.\n\nB.")];
  expect(after.get("B.")).toBe(before.get("B."));
  expect(before.get("A.")).not.toBe(before.get("B."));
  expect(before.get("B.")).toMatch(/^[a-z][a-z0-9]{7}$/u);
});

test("in the front matter white space is collapsed, an empty value counts as absent, and a second key for a field is reported", () => {
  const { report, diagnostics } = read(
    '---\ntitle: |\n  One\n  two\npublisher: ""\ndate: 2021\npublished: 2020\n---\n\nText.',
  );
  expect(report).toMatchObject({ title: "One two", published: { year: 2020 } });
  expect(report).not.toHaveProperty("publisher");
  expect(diagnostics).toEqual([
    expect.objectContaining({ line: 6, hint: 'ignored: "published" says the same' }),
  ]);
});

test("every word of a report is kept, and none is added", () => {
  const word = fc.stringMatching(/^[A-Z][a-z]{1,6}$/u);
  const words = fc.array(word, { minLength: 1, maxLength: 6 }).map((all) => all.join(" "));
  const block = fc.oneof(
    words.map((text) => ({ source: `${text}.`, text })),
    words.map((text) => ({ source: `> ${text}`, text })),
    words.map((text) => ({ source: `- ${text}\n  - ${text}`, text })),
    words.map((text) => ({ source: `**${text}:** ${text}`, text })),
    words.map((text) => ({ source: `| ${text} | ${text} |\n| - | - |\n| ${text} | ${text} |`, text })),
    words.map((text) => ({ source: `*${text}* [${text}](https://example.org) \`${text}\``, text })),
  );
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 8 }), (blocks) => {
      const { texts } = read(titled(blocks.map(({ source }) => source).join("\n\n")));
      const letters = (all: readonly string[]) =>
        all
          .join(" ")
          .match(/[A-Za-z]+/gu)
          ?.toSorted();
      const printed = blocks.map(({ source }) => source.replace(/\(.*?\)/gu, ""));
      expect(letters(texts)).toEqual(letters(printed));
    }),
  );
});

test("any text is parsed without a crash into paragraphs with sentences", () => {
  const line = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom("---", "# h", "- a", "> q", "| a |", "1. x", "**b:** c", "```", "[^1]: n"),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const source = lines.join("\n");
      const { report } = parseReport("any.md", source);
      for (const { text, sentences } of report === undefined ? [] : paragraphsOf(report)) {
        expect(text.trim()).toBe(text);
        expect(sentences.length).toBeGreaterThan(0);
      }
    }),
  );
});

test("a report with a paragraph that is as long as a chapter is left out, with its line and the remedy", () => {
  const source = (length: number) => titled(`Short.\n\n${"x".repeat(length)}`);
  expect(read(source(MAX_PARAGRAPH_LENGTH)).texts).toHaveLength(2);
  const { report, diagnostics } = read(source(MAX_PARAGRAPH_LENGTH + 1));
  expect(report).toBeUndefined();
  expect(diagnostics).toContainEqual({
    file: "report.md",
    severity: "error",
    line: 7,
    message: "a paragraph of 100001 characters, more than 100000",
    hint: "left out; split it with empty lines, and end each part with a full stop",
  });
});

test("of very many notes the first are listed, warnings before notes, and the others counted", () => {
  const odd = Array.from({ length: MAX_DIAGNOSTICS }, (_, i) => `He said "so ${i}.`).join("\n\n");
  const versions = "## Version 1\n\nA.\n\n## Version 2\n\nB.";
  const { report, diagnostics } = read(titled(`${odd}\n\n${versions}`));
  expect(report).toBeDefined();
  expect(diagnostics).toHaveLength(MAX_DIAGNOSTICS + 1);
  expect(diagnostics.filter(({ severity }) => severity === "warning")).toHaveLength(2);
  expect(diagnostics.at(-1)).toMatchObject({ message: "2 more notes", hint: "not listed" });
});
