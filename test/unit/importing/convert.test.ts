// Word, HTML and EPUB become report files with the same words, or are refused.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { paragraphsOf } from "#domain/report.ts";
import { convert } from "#importing/convert.ts";
import { readDraft } from "#importing/draft.ts";
import { convertHtml } from "#importing/html.ts";
import { ImportError } from "#importing/optional.ts";
import { parseReport } from "#reports/parse/parse-report.ts";

const PAGE = `<!doctype html><html><head><title> A  page </title><style>p { color: red }</style></head><body>
<nav><a href="/">Home</a></nav>
<h1>Findings</h1>
<p>Iran &amp; Azerbaijan <b>share</b> a 700&nbsp;km border<sup>1</sup>. It is * not # [a] _rule_.</p>
<h2></h2>
<ul><li>One item.</li><li>Another:<ol><li>inner</li></ol></li></ul>
<blockquote><p>Quoted.</p></blockquote>
<table><caption>Sums</caption><tr><th>Year</th><th>Amount</th></tr><tr><td>2021</td><td>$5</td></tr></table>
<script>alert("x")</script><img src="a.png" alt="a picture"><button>Print</button>
</body></html>`;

const CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>';
const BOOK = `<package><metadata><dc:title>The &amp; Book</dc:title><dc:creator>Ann Author</dc:creator><dc:date>2019-06-23T00:00:00</dc:date></metadata>
<manifest><item id="b" href="second.xhtml"/><item id="a" href="a%20first.xhtml"/><item href="cover.xhtml" id="c"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/></spine></package>`;
const epub = (parts: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
const WHOLE = {
  "META-INF/container.xml": CONTAINER,
  "OEBPS/book.opf": BOOK,
  "OEBPS/second.xhtml": "<html><body class='x'><p>Second chapter.</p></body></html>",
  "OEBPS/a first.xhtml":
    "<html><head><title>no</title></head><body><h1>Part</h1><p>First chapter.</p></body></html>",
  "OEBPS/cover.xhtml": "<html><body><p>Not in the spine.</p></body></html>",
};

function textsOf(markdown: string) {
  const { report } = parseReport("a.md", markdown);
  return report === undefined ? [] : paragraphsOf(report).map(({ section, text }) => [section, text]);
}

test("HTML keeps every word as it is, with its headings, lists, quotations and tables", async () => {
  const { markdown, account, stops } = await convert("a.html", strToU8(PAGE), { tlp: "TLP:GREEN" });
  expect(stops).toEqual([]);
  expect(markdown.split("\n").slice(0, 4)).toEqual([
    "---",
    'title: "A page" # guessed; please check',
    'tlp: "TLP:GREEN"',
    "---",
  ]);
  expect(textsOf(markdown)).toEqual(
    [
      ["Findings", "Iran & Azerbaijan share a 700\u00A0km border1. It is * not # [a] _rule_."],
      ["Findings", "One item."],
      ["Findings", "Another:"],
      ["Findings", "1. inner"],
      ["Findings", "Quoted."],
      ["Findings", "Sums"],
      ["Findings", "Year | Amount"],
      ["Findings", "2021 | $5"],
    ].map(([section, text]) => [section, text?.replace("\u00A0", " ")]),
  );
  expect(account).toContain("None was lost or added.");
  expect(account).toContain('The title is the document\'s own word for it: "A page".');
  expect(account).toContain('Left out, as part of a menu, a button or what is around the text: "Home".');
  expect(account).toContain('Left out, as part of a menu, a button or what is around the text: "Print".');
});

test("what is given stands before what the document says, and an unchanged document gives the same bytes", async () => {
  const given = { title: 'A "better": title', author: "Bo", published: "2021-11" };
  const first = await convert("a.html", strToU8(PAGE), given);
  expect(await convert("a.html", strToU8(PAGE), given)).toEqual(first);
  expect(parseReport("a.md", first.markdown).report).toMatchObject({
    title: 'A "better": title',
    authors: ["Bo"],
    published: { year: 2021, month: 11 },
  });
});

test("Word keeps its block quotations", async () => {
  const { markdown, stops } = await convert(
    "a.docx",
    readFileSync("test/support/fixtures/importing/draft.docx"),
    {},
  );
  expect(stops).toEqual([]);
  expect(markdown).toContain("> Iran would fear intervention by Turkey in support of Azerbaijan");
  expect(markdown).toContain("# title: ");
});

test("EPUB has its chapters in the order of the spine, and what the book says of itself", async () => {
  const { markdown, stops } = await convert("a.epub", epub(WHOLE), {});
  expect(stops).toEqual([]);
  expect(textsOf(markdown)).toEqual([
    ["Part", "First chapter."],
    ["Part", "Second chapter."],
  ]);
  expect(parseReport("a.md", markdown).report).toMatchObject({
    title: "The & Book",
    authors: ["Ann Author"],
    published: { year: 2019, month: 6, day: 23 },
  });
});

test("words that would be lost are noticed, and the account shows where", async () => {
  const { account, stops } = await convert(
    "a.html",
    strToU8("<p>Before <math>lost words</math> after.</p>"),
    {},
  );
  expect(stops).toMatchObject([{ gate: "conservation" }]);
  expect(account).toContain(
    'They differ: the document has "Beforelostwordsafter" where the report has "Beforeafter".',
  );
});

test("whatever the elements, no word is lost or added without notice", async () => {
  const { block } = fc.letrec<{ block: string }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 3 },
      fc
        .string({ unit: fc.constantFrom(..."ab 1*_#[]()<>&`|\\\n-+.~!é"), maxLength: 12 })
        .map((text) => text.replace(/[<>&]/gu, (c) => `&#${c.codePointAt(0)};`)),
      fc
        .tuple(
          fc.constantFrom(
            "p",
            "div",
            "h2",
            "b",
            "i",
            "a",
            "li",
            "ul",
            "ol",
            "td",
            "tr",
            "table",
            "blockquote",
            "code",
            "pre",
            "sup",
            "del",
            "span",
          ),
          fc.array(tie("block"), { maxLength: 3 }),
        )
        .map(([tag, inner]) => `<${tag}>${inner.join("")}</${tag}>`),
    ),
  }));
  let complete = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 4 }), async (blocks) => {
      const { letters, markdown } = await convertHtml(blocks.join(""), "a.html");
      if (letters.source !== letters.written) return;
      complete++;
      const { report } = parseReport("a.md", `---\ntitle: "\u2014"\n---\n\n${markdown}`);
      const shown =
        report === undefined
          ? ""
          : report.sections
              .map(({ heading, paragraphs }) => [heading, ...paragraphs.map(({ text }) => text)].join(" "))
              .join(" ");
      // The report's own reading may leave out what is no paragraph, and says so; it adds nothing but the numbers of inner lists.
      expect(letters.source.length + 40).toBeGreaterThanOrEqual(shown.replace(/[^\p{L}\p{N}]/gu, "").length);
    }),
    { numRuns: 300 },
  );
  expect(complete).toBeGreaterThan(200);
});

const NAMESPACES =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;

/** The Word file of the fixture with this body, and with other parts. */
function word(body: string, others: Readonly<Record<string, string>> = {}): Uint8Array {
  const parts = unzipSync(readFileSync("test/support/fixtures/importing/draft.docx"));
  const document = `<w:document ${NAMESPACES}><w:body>${body}</w:body></w:document>`;
  const added = Object.entries(others).map(([name, xml]) => [name, strToU8(xml)] as const);
  return zipSync({ ...parts, "word/document.xml": strToU8(document), ...Object.fromEntries(added) });
}

test("fields and moved text of a Word file are text, and deleted text is not", async () => {
  const body = `<w:p>${run("See ")}<w:fldSimple w:instr="REF x">${run("Annex 4")}</w:fldSimple>${run(" now.")}</w:p>
    <w:p><w:moveTo>${run("Moved &#233; here.")}</w:moveTo></w:p><w:p><w:moveFrom>${run("Moved &#233; here.")}</w:moveFrom></w:p>
    <w:p>${run("It was ")}<w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:ins>${run("always")}</w:ins>${run(" so.")}</w:p>`;
  const { markdown, stops } = await convert("a.docx", word(body), {});
  expect(stops).toEqual([]);
  expect(textsOf(markdown).map(([, text]) => text)).toEqual([
    "See Annex 4 now.",
    "Moved \u00E9 here.",
    "It was always so.",
  ]);
});

test("what of a Word file cannot be read is noticed: the account does not say that all is there, and a draft is not checked", async () => {
  const formula = `<w:p>${run("It rose by ")}<m:oMath><m:r><m:t>37</m:t></m:r></m:oMath>${run(" percent.")}</w:p>`;
  const symbol = `<w:p>${run("It was ")}<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>${run(" 5.")}</w:p>`;
  for (const body of [formula, symbol]) {
    const { account, stops } = await convert("a.docx", word(body), {});
    expect(stops).toMatchObject([{ gate: "conservation" }]);
    expect(account).toContain("Not all letters of the document are in the report");
    expect(account).not.toContain("None was lost");
    await expect(readDraft("a.docx", word(body))).rejects.toThrow("its quotations cannot be checked");
  }
  await expect(readDraft("a.html", strToU8("<p>An <math>x</math>.</p>"))).rejects.toThrow(
    "cannot be checked",
  );
});

test("heads and feet of a Word file are listed, and its handling label becomes the report's", async () => {
  const others = {
    "word/header1.xml": `<w:hdr ${NAMESPACES}><w:p>${run("Agency \u00B7 TLP:RED")}</w:p></w:hdr>`,
  };
  const file = word(`<w:p>${run("The attack began.")}</w:p>`, others);
  const { markdown, account } = await convert("a.docx", file, {});
  expect(parseReport("a.md", markdown).report?.tlp).toBe("TLP:RED");
  expect(account).toContain('Left out, as the head or foot of pages: "Agency \u00B7 TLP:RED".');
  expect(
    parseReport("a.md", (await convert("a.docx", file, { tlp: "TLP:GREEN" })).markdown).report?.tlp,
  ).toBe("TLP:GREEN");
});

test("an EPUB may quote in either way; a chapter that is missing or named twice is an error, not a gap", async () => {
  const single = {
    ...WHOLE,
    "META-INF/container.xml": CONTAINER.replaceAll('"', "'"),
    "OEBPS/book.opf": BOOK.replaceAll('"', "'"),
  };
  expect(textsOf((await convert("a.epub", epub(single), {})).markdown)).toHaveLength(2);
  const spine = (refs: string) =>
    epub({ ...WHOLE, "OEBPS/book.opf": BOOK.replace(/<spine>.*<\/spine>/u, `<spine>${refs}</spine>`) });
  await expect(convert("a.epub", spine('<itemref idref="a"/><itemref idref="gone"/>'), {})).rejects.toThrow(
    "a chapter is missing",
  );
  await expect(convert("a.epub", spine('<itemref idref="a"/>'.repeat(20_000)), {})).rejects.toThrow(
    "a chapter is named twice",
  );
});

test("an archive that states a false size is refused or read whole, and never cut", async () => {
  const long = `<html><body><p>${"word ".repeat(10_000)}end</p></body></html>`;
  const bytes = Buffer.from(epub({ ...WHOLE, "OEBPS/second.xhtml": long }));
  for (let at = 0; at < bytes.length - 46; at++) {
    const signature = bytes.readUInt32LE(at);
    if (signature === 0x02014b50) bytes.writeUInt32LE(100, at + 24);
    if (signature === 0x04034b50) bytes.writeUInt32LE(100, at + 22);
  }
  const { markdown } = await convert("a.epub", bytes, {});
  expect(markdown).toContain("word end");
});

test("an archive whose end is missing is refused, even if all of its text is there", async () => {
  const file = readFileSync("test/support/fixtures/importing/layouts/office-word.docx");
  const text = Buffer.from(file).indexOf("word/document.xml");
  expect(text).toBeGreaterThan(0);
  await expect(convert("a.docx", file.subarray(0, file.length - 200), {})).rejects.toThrow("is damaged");
});

test("a page is read in the encoding that it states", async () => {
  // "\u0141\u00F3d\u017A" in ISO 8859-2.
  const bytes = Buffer.concat([
    strToU8('<meta charset="iso-8859-2"><p>'),
    Buffer.from([0xa3, 0xf3, 0x64, 0xbc]),
    strToU8("</p>"),
  ]);
  expect(textsOf((await convert("a.html", bytes, {})).markdown)).toEqual([["", "\u0141\u00F3d\u017A"]]);
  expect(textsOf((await convert("a.html", Buffer.from([0x3c, 0x70, 0x3e, 0xe9]), {})).markdown)).toEqual([
    ["", "\u00E9"],
  ]);
});

test("of a saved web page only the article is imported, whole, and what is around it is listed", async () => {
  const paragraph = (i: number) =>
    `<p>Paragraph ${i} of the article says, with some words and commas, that the harbour was closed, and why it was.</p>`;
  const article = `<h2>Findings</h2>${[1, 2, 3, 4, 5, 6].map(paragraph).join("")}<ul><li>A short item</li><li><a href="/x">A link</a></li></ul><table><tr><td>1913</td><td>412</td></tr></table>`;
  const page = `<html><head><title>The Harbour</title></head><body><header><ul><li><a href="/">Home</a></li></ul></header>
    <div id="main"><article class="post">${article}</article><aside><h3>Read next</h3><p>Another story</p></aside></div><footer><p>All rights reserved</p></footer></body></html>`;
  const { markdown, account, stops } = await convert("a.html", strToU8(page), {});
  expect(stops).toEqual([]);
  const texts = textsOf(markdown).map(([, text]) => text);
  expect(texts).toHaveLength(9);
  expect(texts.slice(6)).toEqual(["A short item", "A link", "1913 | 412"]);
  for (const words of ["Home", "Read next Another story", "All rights reserved"])
    expect(account).toContain(`what is around the text: "${words}".`);
});

test("without a title the account says by what the report is cited", async () => {
  const { account } = await convert("annual-2022.html", strToU8("<p>Text of it.</p>"), {});
  expect(account).toContain('There is no title: the report is cited as "annual-2022".');
});

test("pictures in the page are no text of it, and a page of millions of characters is refused", async () => {
  const picture = `<p>Text.</p><img src="data:image/png;base64,${"A".repeat(5_000_000)}">`;
  expect(textsOf((await convert("a.html", strToU8(picture), {})).markdown)).toEqual([["", "Text."]]);
  await expect(convert("a.html", strToU8(`<p>${"a ".repeat(2_100_000)}`), {})).rejects.toThrow(
    '"a.html" has more than 4 million',
  );
});

test("a damaged file is imported or refused with a sentence, whichever byte is wrong and wherever it ends", async () => {
  const word = readFileSync("test/support/fixtures/importing/draft.docx");
  const files = { "a.docx": word, "a.epub": Buffer.from(epub(WHOLE)), "a.html": Buffer.from(PAGE) };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.entries(files)),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      fc.option(fc.nat(), { nil: undefined }),
      async ([file, sound], changes, end) => {
        const bytes = Buffer.from(sound);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const cut = end === undefined ? bytes : bytes.subarray(0, end % bytes.length);
        await convert(file, cut, {}).catch((error) => expect(error).toBeInstanceOf(ImportError));
      },
    ),
    { numRuns: 300 },
  );
});

describe("what cannot be imported is refused with a sentence:", () => {
  test.each([
    ["a.xls", strToU8("x"), "a document is a .pdf, .docx, .html, .htm, .epub, .txt file"],
    ["a.pdf", strToU8("%PDF"), "is damaged. Open it in another program"],
    ["a.epub", strToU8("no zip"), "is damaged, or not what its name says"],
    ["a.epub", epub({ "META-INF/container.xml": "<x/>" }), "it names no package file"],
    [
      "a.epub",
      epub({ ...WHOLE, "OEBPS/book.opf": BOOK.replace("second", "gone") }),
      "OEBPS/gone.xhtml is missing",
    ],
    ["a.epub", epub({}), "META-INF/container.xml is missing"],
    ["a.docx", epub({ "word/document.xml": "<broken" }), "cannot be read as a Word file"],
    ["a.html", new Uint8Array([0xff, 0xfe, 0, 65]), "is not a web page"],
    ["noise.html", Uint8Array.from({ length: 255 }, (_, at) => at + 1), "is not a web page"],
    ["a.html", strToU8(""), "gives no report"],
    ["a.html", strToU8("<div>".repeat(20_000)), "nested too deeply"],
    ["a.html", new Uint8Array(33 * 1024 * 1024), "more than 32 MB"],
  ])("%s", async (file, bytes, message) => {
    const converting = convert(file, bytes, {});
    await expect(converting).rejects.toBeInstanceOf(ImportError);
    await expect(converting).rejects.toThrow(message);
  });

  test("a date that is none", async () => {
    await expect(convert("a.html", strToU8(PAGE), { published: "soon" })).rejects.toThrow("must be a date");
  });
});
