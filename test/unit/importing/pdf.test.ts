// PDF files as report files.
import { expect, test } from "vitest";
import { convert } from "#importing/convert.ts";
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

test("a PDF without any text is refused with what to do", async () => {
  await expect(convert("a.pdf", createPdf([[]]), {})).rejects.toThrow(/has no text: .*OCR/u);
});
