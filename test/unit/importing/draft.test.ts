// Drafts of every format are read as paragraphs, block quotations among them.
import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readDraft } from "#importing/draft.ts";
import { ImportError } from "#importing/optional.ts";

const read = (file: string, source: string) => readDraft(file, Buffer.from(source));

test("Markdown has lines, and block quotations by their mark", async () => {
  expect(await read("a.md", "# Title\n\nIt says *“this”*.\n\n> Quoted\n> on.\n")).toEqual([
    { text: "Title", isQuotation: false, place: "line 1" },
    { text: "It says “this”.", isQuotation: false, place: "line 3" },
    { text: "Quoted on.", isQuotation: true, place: "line 5" },
  ]);
});

test("plain text has lines, with line ends of any kind", async () => {
  expect(await read("a.TXT", "One\r\nline.\r\n\r\nTwo.")).toEqual([
    { text: "One line.", isQuotation: false, place: "line 1" },
    { text: "Two.", isQuotation: false, place: "line 4" },
  ]);
});

test("HTML has paragraphs; scripts, styles and comments are no text, and what looks like markup stays as it is", async () => {
  const html =
    "<style>p{}</style><script>x()</script><!-- no --><h1>T</h1><p>It says &ldquo;2 * 3 * 4 [x] _y_&rdquo;.</p><blockquote><p>Quoted.</p></blockquote>";
  expect(await read("a.html", html)).toEqual([
    { text: "T", isQuotation: false, place: "paragraph 1" },
    { text: "It says “2 * 3 * 4 [x] _y_”.", isQuotation: false, place: "paragraph 2" },
    { text: "Quoted.", isQuotation: true, place: "paragraph 3" },
  ]);
});

test("Word marks a block quotation by the style of the paragraph", async () => {
  const file = "test/support/fixtures/importing/draft.docx";
  expect(await readDraft(file, readFileSync(file))).toEqual([
    { text: "A draft", isQuotation: false, place: "paragraph 1" },
    {
      text: "The brief says that “the conflict is likely to erupt into an overt military clash”.",
      isQuotation: false,
      place: "paragraph 2",
    },
    {
      text: "Iran would fear intervention by Turkey in support of Azerbaijan",
      isQuotation: true,
      place: "paragraph 3",
    },
  ]);
});

test("a Word file that would inflate to gigabytes is refused before it does", async () => {
  const bomb = zipSync({ "word/document.xml": new Uint8Array(80 * 1024 * 1024) });
  expect(bomb.length).toBeLessThan(200_000);
  await expect(readDraft("a.docx", bomb)).rejects.toThrow("its parts have more than 64 MB");
});

describe("what cannot be read is refused with what to do:", () => {
  test.each([
    ["a.pdf", Buffer.from("%PDF"), "a draft is a .md, .txt, .html or .docx file"],
    ["a.docx", Buffer.from("not a zip"), "is damaged, or not what its name says"],
    [
      "a.docx",
      readFileSync("test/support/fixtures/importing/draft.docx").subarray(0, 400),
      "is damaged, or not what its name says",
    ],
    ["a.md", Buffer.from([0xff, 0xfe, 0x41]), "is not UTF-8 text"],
    ["a.md", Buffer.from(`${">".repeat(60)} deep`), "nested too deeply"],
    ["a.txt", Buffer.alloc(9 * 1024 * 1024, "a "), "more than 8 MB. Check it in parts."],
    ["a.txt", Buffer.from("word ".repeat(60_001)), "words, more than 60000"],
  ])("%s", async (file, bytes, message) => {
    const reading = readDraft(file, bytes);
    await expect(reading).rejects.toBeInstanceOf(ImportError);
    await expect(reading).rejects.toThrow(message);
  });
});
