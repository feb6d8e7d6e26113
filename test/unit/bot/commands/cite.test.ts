import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { expect, test } from "vitest";
import { bibtexForm, markdownForm } from "#bot/citation-export.ts";
import { noteForm } from "#bot/citation-format.ts";
import type { Citation } from "#domain/answer.ts";
import { createFixture, invocation, messageFor, wordsOf } from "#test/support/bot-fixture.ts";

const fixture = await createFixture();
const cite = async (reference: string, from = fixture) =>
  wordsOf(await messageFor(from, invocation("cite", { reference })));

test("a quotation comes with its citation as note, short form, Markdown footnote and BibTeX", async () => {
  const words = await cite("12");
  expect(words).toContain('trained in Syria.\nRichard C. Baffa, "Iran-Azerbaijan: Escalation Unlikely,');
  expect(words).toContain("\nBaffa, Iran-Azerbaijan, para. 12 (wbk7zmpf).\n");
  expect(words).toContain("\nMarkdown: [^baffa2021-12]: Richard C. Baffa, ");
  expect(words).toContain(
    "\nBibTeX: @techreport{baffa2021, author = {Richard C. Baffa}, title = {{Iran-Azerbaijan: ",
  );
});

test.each(["12-14", "12\u201314", "paras. 12 to 14", "14-12", "\u00B6\u00B6 12-14"])(
  "%s is three paragraphs",
  async (range) => {
    const message = await messageFor(fixture, invocation("cite", { reference: range }));
    expect(message.blocks.filter(({ kind }) => kind === "quote")).toHaveLength(3);
    expect(wordsOf(message)).toContain("(The Cambridge Security Initiative, November 2021), paras. 12-14.");
  },
);

test.each(["wbk7z", "wbk7z\u2026", "wbk7zmpf", "WBK7ZMPF"])("%s is found by its code", async (reference) => {
  expect(await cite(reference)).toContain("Azeri media outlets suggest");
});

test.each([
  ["Implicatons", 'Did you mean "Implications"?'],
  ["the rise of the husseyniyyun", 'Did you mean "The Rise of the Huseyniyyun"?'],
  ["wbk8zmpf", "Did you mean wbk7zmpf?"],
  ["12-99", "Loaded: iran-azerbaijan-2021, para. 1 to 17"],
  ["1-17", "Those are 17 paragraphs; at most 10 can be cited at once."],
])("%s fits nothing; the reply says: %s", async (reference, line) => {
  expect(await cite(reference)).toContain(line);
});

test("for a range that two reports have, it asks for the report", async () => {
  const two = await createFixture({ "a.md": "# A\n\nOne.\n\nTwo.", "b.md": "# B\n\nUno.\n\nDos." });
  expect(await cite("1-2", two)).toContain("Add in:<report>.");
});

test("a cut is marked, and every form has the handling label", async () => {
  const long = Array.from(
    { length: 60 },
    (_, index) => `Sentence number ${index} says something about otters.`,
  ).join(" ");
  const marked = await createFixture({ "a.md": `---\ntitle: Otters\ntlp: TLP:AMBER\n---\n\n${long}` });
  const words = await cite("1", marked);
  expect(words).toMatch(
    /^TLP:AMBER\nSentence number 0 .* \[\u2026\]\nTLP:AMBER "Otters", para\. 1\.\nTLP:AMBER Otters, para\. 1/u,
  );
  expect(words).toContain('[^otters-1]: TLP:AMBER "Otters", para. 1.');
  expect(words).toContain("note = {TLP:AMBER, para. 1}");
});

const line = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
  .map((text) => `x${text.replace(/[\s\p{C}\uFFFD]+/gu, " ")}x`);
const nasty = fc.constantFrom(
  "# *Bold* [link](http://x.y) `code` <b> & &amp; $x_1^2$ ~s~ | 1. {a} \\ end",
  "100% of \\{unbalanced} {braces } & #1_2",
  "1. First",
  "- dash",
  "+ plus",
);
const cited = fc
  .record({ title: fc.oneof(line, nasty), publisher: fc.oneof(line, nasty), section: line })
  .map(
    ({ title, publisher, section }): Citation => ({
      report: "r",
      title,
      shortTitle: title,
      publisher,
      section,
      authors: [],
      ordinal: 3,
      of: 9,
      code: "abcdefgh",
    }),
  );

test("a Markdown footnote displays the note letter for letter, whatever characters it has", () => {
  fc.assert(
    fc.property(cited, (citation) => {
      const tree = fromMarkdown(markdownForm(citation), {
        extensions: [gfm()],
        mdastExtensions: [gfmFromMarkdown()],
      });
      const [footnote] = tree.children;
      if (footnote?.type !== "footnoteDefinition") throw new Error(markdownForm(citation));
      const [paragraph] = footnote.children;
      if (paragraph?.type !== "paragraph") throw new Error("not a paragraph");
      // Some parsers turn a printed address into a link, whose text is the address.
      const texts = paragraph.children.flatMap((node) => (node.type === "link" ? node.children : [node]));
      const read = texts.map((node) => (node.type === "text" ? node.value : `<${node.type}>`)).join("");
      expect(read).toBe(noteForm(citation));
    }),
  );
});

test("a BibTeX value is displayed as it was printed, and its braces are balanced", () => {
  const names: Readonly<Record<string, string>> = {
    textbackslash: "\\",
    textbraceleft: "{",
    textbraceright: "}",
    textasciitilde: "~",
    textasciicircum: "^",
  };
  const read = (tex: string) =>
    tex.replace(
      /\\(?:(text\w+)\{\}|([&%$#_]))/gu,
      (_, name?: string, escaped?: string) => escaped ?? names[name ?? ""] ?? "?",
    );
  fc.assert(
    fc.property(cited, (citation) => {
      const form = bibtexForm(citation);
      const value = /title = \{\{(?<title>.*)\}\}, institution = /u.exec(form)?.groups?.title ?? "";
      expect(read(value)).toBe(citation.title);
      let depth = 0;
      for (const character of form) {
        depth += character === "{" ? 1 : character === "}" ? -1 : 0;
        expect(depth).toBeGreaterThanOrEqual(0);
      }
      expect(depth).toBe(0);
    }),
  );
});

test("an organisation stays one author in BibTeX", () => {
  const form = bibtexForm({
    report: "r",
    title: "T",
    shortTitle: "T",
    authors: ["Ada Byron", "Committee on Science and Technology"],
    section: "",
    ordinal: 1,
    of: 1,
    code: "abcdefgh",
    url: "https://example.org/a_b?c={d}",
  });
  expect(form).toContain("@misc{byron, author = {Ada Byron and {Committee on Science and Technology}},");
  expect(form).toContain("url = {https://example.org/a_b?c=%7Bd%7D}");
});
