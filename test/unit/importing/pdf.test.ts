// PDF files as report files.
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { noteForm, sourceLine } from "#bot/citation-format.ts";
import { cite } from "#domain/citation.ts";
import { paragraphsOf } from "#domain/report.ts";
import { convert } from "#importing/convert.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { createPdf, type Word } from "#test/support/pdf.ts";

function lines(texts: readonly string[], { x = 72, top = 660, pitch = 14 } = {}): Word[] {
  return texts.map((text, i) => ({ text, x, y: top - i * pitch }));
}

function furniture(page: number): Word[] {
  return [
    { text: "TLP:GREEN", x: 280, y: 760 },
    { text: `Harbour study ${page} of 3`, x: 250, y: 40, size: 9 },
  ];
}

async function bodyOf(pages: readonly (readonly Word[])[]): Promise<string> {
  const { markdown, stops } = await convert("a.pdf", createPdf(pages), { title: "Harbours" });
  expect(stops).toEqual([]);
  return markdown.slice(markdown.indexOf("\n---\n") + 6);
}

const FIRST = [
  "The harbour was built of stone by the merchants of the old town in the spring of 1912",
  "and it has been the main source of income of the whole district since then and is kept",
  "by a board.",
];
const SECOND = [
  "Its walls were raised twice. The second time the engineers found that the ground below the",
  "northern wall had moved by three feet, which nobody had expected, and they asked for a re-",
  "inforcement of the whole of the northern part, which the members of the board of the port",
];

test("lines become paragraphs, over page breaks and broken words too; heads and feet are left out and the label is kept", async () => {
  const heading: Word = { text: "History", x: 72, y: 700, size: 16, bold: true };
  const pages = [
    [...furniture(1), heading, ...lines(FIRST), ...lines(SECOND, { top: 604 })],
    [...furniture(2), ...lines(["refused to pay for. It was built all the same."], { top: 700 })],
    [...furniture(3), ...lines(["The end of the study is here."], { top: 700 })],
  ];
  const second = SECOND.join(" ").replace("re- inforcement", "reinforcement");
  expect(await bodyOf(pages)).toBe(
    `${[
      "<!-- page 1 -->",
      "## History",
      FIRST.join(" "),
      `${second} <!-- page 2 -->refused to pay for. It was built all the same.`,
      "<!-- page 3 -->",
      "The end of the study is here.",
    ].join("\n\n")}\n`,
  );
  const { markdown, account } = await convert("a.pdf", createPdf(pages), {});
  expect(markdown).toContain('tlp: "TLP:GREEN" # guessed; please check');
  expect(account).toContain(
    'Left out, as the head or foot of pages: "Harbour study 1 of 3 \u2026 Harbour study 3 of 3".',
  );
});

test("a number by itself at the end of a page, above the margin, is text", async () => {
  const body = await bodyOf([lines([...FIRST, "The number of ships that came in that year was", "208"])]);
  expect(body).toContain("The number of ships that came in that year was 208");
});

test("a note comes after the paragraph that has its mark", async () => {
  const body = await bodyOf([
    [
      ...lines(FIRST),
      { text: "The ships came in June.", x: 72, y: 590 },
      { text: "1", x: 192, y: 594, size: 6 },
      { text: "They came from the south of the country and from beyond.", x: 198, y: 590 },
      { text: "1 See the register of the port, vol. 2.", x: 72, y: 120, size: 8 },
    ],
  ]);
  expect(body).toContain("The ships came in June.[^1] They came from the south");
  expect(body).toContain("[^1]: See the register of the port, vol. 2.");
});

test("two columns are read one after the other", async () => {
  const column = (side: string, x: number) =>
    lines(
      Array.from({ length: 30 }, (_, i) => `${side} words number ${i} of the column`),
      { x, top: 700 },
    );
  const body = await bodyOf([[...column("left", 72), ...column("right", 320)]]);
  expect(body.indexOf("left words number 29")).toBeLessThan(body.indexOf("right words number 0"));
  expect(body.indexOf("left words number 29")).toBeGreaterThan(0);
});

test("items of a list stay apart", async () => {
  const body = await bodyOf([
    lines(["It has:", "\u00B7 a wall of stone", "\u00B7 a light", "\u00B7 a crane"]),
  ]);
  expect(body.match(/^- .*/gmu)).toEqual(["- a wall of stone", "- a light", "- a crane"]);
});

test("a font without names for its ligatures stops the import, with the pages", async () => {
  const page = lines(["The rst bene t of this was speci c to the con rmed cases of the pro table part."]);
  const { stops } = await convert("a.pdf", createPdf([page]), {});
  expect(stops).toMatchObject([{ gate: "lost-letters", why: expect.stringContaining("page 1") }]);
});

test("where one page has lost several letters, pages with one such word are named too, and alone they are not", async () => {
  const many = lines(["The rst bene t of this was speci c to the con rmed cases of the pro table part."]);
  const one = lines(["The rst of them came to the harbour in the morning of that day."]);
  const none = lines(["They came to the harbour in the morning of that day."]);
  const { stops } = await convert("a.pdf", createPdf([many, none, one]), {});
  expect(stops).toMatchObject([{ gate: "lost-letters", why: expect.stringContaining("pages 1, 3 does") }]);
  expect((await convert("a.pdf", createPdf([one, none]), {})).stops).toEqual([]);
});

test("a PDF without any text is refused with what to do", async () => {
  await expect(convert("a.pdf", createPdf([[]]), {})).rejects.toThrow(/has no text on its 1 page: .*OCR/u);
});

test("three columns are read one after the other, the short ones of the last page too", async () => {
  const column = (side: string, x: number, count: number) =>
    lines(
      Array.from({ length: count }, (_, i) => `${side} words ${i} of it`),
      { x, top: 700 },
    );
  const page = (count: number) => [
    ...column(`left ${count}`, 40, count),
    ...column(`middle ${count}`, 230, count),
    ...column(`right ${count}`, 420, count),
  ];
  const body = await bodyOf([page(30), page(4)]);
  const places = [
    "left 30 words 29",
    "middle 30 words 0",
    "right 30 words 0",
    "left 4 words 3",
    "middle 4 words 0",
    "right 4 words 0",
  ].map((words) => body.indexOf(words));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

test("rows whose cells stand below each other are a table, and the account says so; where they overlap each line is a row", async () => {
  const row = (y: number, ...cells: string[]): Word[] =>
    cells.map((text, i) => ({ text, x: 72 + 150 * i, y }));
  const table = [
    row(560, "Year", "Ships", "Tons"),
    row(546, "1913", "412", "96,300"),
    row(532, "1923", "655", "171,250"),
  ];
  const { markdown, account } = await convert("a.pdf", createPdf([[...lines(FIRST), ...table.flat()]]), {
    title: "T",
  });
  expect(markdown).toContain("| 1913 | 412   | 96,300  |");
  expect(account).toContain(
    'Page 1: a table, from "Year Ships Tons" on, was told by its white space: compare its cells.',
  );
  const crossing = {
    text: "a line that goes over all of the columns of this table, and further",
    x: 150,
    y: 518,
  };
  const unclear = [...table.flat(), { text: "1933", x: 72, y: 518 }, crossing, ...row(504, "1943", "1", "2")];
  const other = await convert("a.pdf", createPdf([[...lines(FIRST), ...unclear]]), { title: "T" });
  expect(other.markdown).not.toContain("| 1913");
  expect(other.stops).toEqual([]);
});

test("a list in a list keeps its depth", async () => {
  const items = ["\u2022 First point", "\u2022 Second point", "\u2022 Third point"].map((text, i) => ({
    text: text.replace("\u2022", "\u0095"),
    x: i === 1 ? 96 : 72,
    y: 600 - 14 * i,
  }));
  expect(await bodyOf([[...lines(FIRST), ...items]])).toContain(
    "- First point\n  - Second point\n- Third point",
  );
});

test("text that was recognized in pictures is named as such in every citation", async () => {
  const page = lines(FIRST).map((word) => ({ ...word, invisible: true }));
  const { markdown, account } = await convert("a.pdf", createPdf([page], { scanned: true }), { title: "T" });
  expect(account).toContain("The text of page 1 was recognized in pictures (OCR)");
  const { report } = parseReport("a.md", markdown);
  if (report === undefined) throw new Error("no report");
  const [paragraph] = paragraphsOf(report);
  if (paragraph === undefined) throw new Error("no paragraph");
  const citation = cite(paragraph, { reports: [report], aliases: [] });
  expect(sourceLine(citation, new Date())).toBe('"T" (text by OCR)');
  expect(noteForm(citation)).toContain("(text by OCR)");
  const visible = await convert("a.pdf", createPdf([lines(FIRST)]), { title: "T" });
  expect(visible.markdown).not.toContain("ocr");
});

test("a font that does not name its letters, and text that is drawn in another order, are pointed out", async () => {
  const shifted = await convert(
    "a.pdf",
    createPdf([[...lines(FIRST), { text: "6HSWHPEHU 2020", x: 72, y: 500 }]]),
    {},
  );
  expect(shifted.account).toContain(
    'Page 1: the font of the line "6HSWHPEHU 2020" does not name its letters',
  );
  const drawn = lines(Array.from({ length: 12 }, (_, i) => `Line number ${i} of the page stands here.`));
  const backwards = await convert("a.pdf", createPdf([drawn.toReversed()]), {});
  expect(backwards.account).toContain("Page 1: its text is drawn in another order than it was read");
  expect((await convert("a.pdf", createPdf([drawn]), {})).account).not.toContain("another order");
});

test("a damaged or bursting file is refused before it is read", async () => {
  const whole = createPdf([lines(FIRST)]);
  await expect(convert("a.pdf", whole.subarray(0, whole.length - 100), {})).rejects.toThrow("is damaged");
  const burst = deflateSync(Buffer.alloc(20 * 1024 * 1024, "q Q ")).toString("latin1");
  const bytes = Buffer.from(whole).toString("latin1");
  const stream = `9 0 obj\n<< /Filter /FlateDecode /Length ${burst.length} >>\nstream\n${burst}\nendstream\nendobj\n`;
  const at = Buffer.from(`${stream}${bytes}`, "latin1");
  const moved = at
    .toString("latin1")
    .replace(/startxref\n(\d+)/u, (_, old) => `startxref\n${Number(old) + stream.length}`);
  await expect(convert("a.pdf", Buffer.from(moved, "latin1"), {})).rejects.toThrow(
    "is too large: a page of it has more than 16 MB",
  );
});

test("a printed text with form feeds loses its heads and feet, and has headings and whole paragraphs", async () => {
  const page = (number: number, ...body: string[]) =>
    [
      `Author            Harbours            May 1921`,
      "",
      ...body,
      "",
      `Author                         [Page ${number}]`,
    ].join("\n");
  const filler = Array.from(
    { length: 30 },
    (_, i) => `   Paragraph ${i} stands here, and it is of some length for a line.\n`,
  );
  const text = [
    page(
      1,
      "1.  The Walls",
      "",
      "   The walls were raised twice, and the second time the engineers",
      "   found that the ground had moved, which nobody",
      "   had expected, by",
      "",
      ...filler,
    ),
    page(2, "   three feet in all.", "", ...filler.map((line) => line.replace("stands", "stood"))),
    page(
      3,
      "   The end of the text is here, on its last page, for all to see it.",
      "",
      ...filler.map((line) => line.replace("stands", "lies")),
    ),
  ].join("\f");
  const { markdown, account, stops } = await convert("a.txt", Buffer.from(text), { title: "T" });
  expect(stops).toEqual([]);
  expect(markdown).toContain("## 1. The Walls");
  expect(account).toContain(
    'Left out, as the head or foot of pages: "Author [Page 1] \u2026 Author [Page 3]".',
  );
  expect(markdown).toContain(
    "The walls were raised twice, and the second time the engineers found that the ground had moved",
  );
  await expect(convert("a.txt", Buffer.from("One page."), {})).rejects.toThrow("has no page breaks");
});

test("a page whose tags leave out words, or most of it, is read by where its words are", async () => {
  const stamp = { text: "Printed for A. Reader", x: 250, y: 400, artifact: true };
  const tagged = await convert("a.pdf", createPdf([[...lines(FIRST), stamp]]), { title: "T" });
  expect(tagged.markdown).toContain("Printed for A. Reader");
  const all = lines(FIRST).map((word) => ({ ...word, artifact: true }));
  const wrong = await convert("a.pdf", createPdf([all]), { title: "T" });
  expect(wrong.markdown).toContain(FIRST.join(" "));
});
