// A report whose every word is known, to be set in different layouts and imported again.

export type KnownBlock =
  | Readonly<{ kind: "heading"; level: 1 | 2; text: string }>
  /** `[^1]` in the text is the mark of a note. */
  | Readonly<{ kind: "paragraph"; text: string }>
  | Readonly<{ kind: "item"; depth: 1 | 2; text: string }>
  | Readonly<{ kind: "table"; rows: readonly (readonly string[])[] }>;

export const NOTES: Readonly<Record<string, string>> = {
  1: "Harbour Office, Annual Register, vol. 12 (1913), pp. 4-9.",
  2: "The first survey gave 4.2 metres; the second, in fact, only 3.9.",
  3: "Letter of 6 May 1921, https://archive.example/letters/1921?id=7.",
};

const KNOWN_BLOCKS: readonly KnownBlock[] = [
  { kind: "heading", level: 1, text: "The Founding of the Harbour" },
  {
    kind: "paragraph",
    text: "The harbour was built of stone by the merchants of the old town in the spring of 1912, after the first survey had found the ground to be firm.[^1] It has been the main source of income of the whole district ever since, and it is kept by a board of nine members, who meet in the customs office every month and who are not paid for their work.",
  },
  {
    kind: "paragraph",
    text: "Its walls were raised twice. The second time, the engineers found that the ground below the northern wall had moved by almost three feet, which nobody had expected,[^2] and they asked for a long-term reinforcement of the whole of the northern part. The board refused at first; it did not think the figures were sufficient, and said so in writing.",
  },
  { kind: "heading", level: 2, text: "Who Paid for It" },
  {
    kind: "paragraph",
    text: "Three groups shared the costs, and none of them has ever been repaid in full. The accounts of the years before the war were lost in the fire of 1919, so that the figures below are those of the auditors, not of the board itself.",
  },
  {
    kind: "item",
    depth: 1,
    text: "The merchants gave two thirds of the sum, mostly in the form of loans without interest that ran for thirty years.",
  },
  {
    kind: "item",
    depth: 1,
    text: "The town gave the land, and the right to raise a fee from every ship of over 400 tons:",
  },
  { kind: "item", depth: 2, text: "one shilling for a ship in ballast, and" },
  {
    kind: "item",
    depth: 2,
    text: "three shillings for every other ship, unless it carried nothing but fish.",
  },
  {
    kind: "item",
    depth: 1,
    text: "The crown gave the dredger, which was the most efficient machine of its kind, but it asked for it back in 1914.",
  },
  {
    kind: "paragraph",
    text: "The fees were never high enough to cover the costs of dredging. Critics such as J. R. Whitfield called the arrangement \u201Ca gift to the fishing fleet, paid for by everybody else\u201D, and the board has not denied it.[^3]",
  },
  { kind: "heading", level: 1, text: "Traffic and Its Decline" },
  {
    kind: "paragraph",
    text: "Traffic grew for a decade and then fell, for reasons that the board did not understand at the time. The railway reached the neighbouring port in 1922, and within five years more than half of the grain went there. What was left was coal, timber and the fishing fleet, whose boats became larger every year and could no longer turn in the inner basin.",
  },
  {
    kind: "table",
    rows: [
      ["Year", "Ships", "Cargo in tons"],
      ["1913", "412", "96,300"],
      ["1923", "655", "171,250"],
      ["1933", "208", "40,900"],
    ],
  },
  {
    kind: "paragraph",
    text: "The figures for 1933 do not include the fishing boats. If they are added, the number of ships is almost as high as it was ten years earlier, but the fees that they paid were less than a tenth of the income of the harbour in that year.",
  },
  {
    kind: "paragraph",
    text: "The board considered three remedies: a deeper basin, a branch of the railway, and the sale of the harbour to the county. The first was too expensive, the second was refused by the railway company, and the third found no buyer. In the end nothing was done, and the northern wall was closed to ships of any size in the winter of 1936.",
  },
  { kind: "heading", level: 2, text: "What Remains Today" },
  {
    kind: "paragraph",
    text: "The outer basin is used by the lifeboat and by some forty yachts. A report of the county engineer from 2019 says that the southern wall will stand for another fifty years if it is looked after, and that it is now too late to save the northern one. It should not be entered by anybody.",
  },
];

/** The layouts in which the report has been set, and what of it each leaves out. */
export type Layout = Readonly<{
  name: string;
  by: "chromium" | "libreoffice";
  format: "pdf" | "docx";
  columns: 1 | 2;
  /** The PDF states its own structure. */
  isTagged: boolean;
  hasHeads: boolean;
  hasNotes: boolean;
  hasTable: boolean;
  /** Words are broken at the ends of lines. */
  isHyphenated: boolean;
  page: "A4" | "A5" | "A6";
}>;

const PLAIN = {
  by: "chromium",
  format: "pdf",
  columns: 1,
  isTagged: false,
  hasHeads: false,
  hasNotes: false,
  hasTable: true,
  isHyphenated: false,
  page: "A4",
} as const;
const OFFICE = { ...PLAIN, by: "libreoffice", hasNotes: true } as const;

export const LAYOUTS: readonly Layout[] = [
  { ...PLAIN, name: "web" },
  { ...PLAIN, name: "web-tagged", isTagged: true },
  { ...PLAIN, name: "web-small-pages-heads", hasHeads: true, page: "A6" },
  { ...PLAIN, name: "web-small-pages-tagged", isTagged: true, hasHeads: true, page: "A6" },
  { ...PLAIN, name: "web-columns", columns: 2, page: "A5", hasTable: false },
  {
    ...PLAIN,
    name: "web-columns-heads-broken-words",
    columns: 2,
    page: "A5",
    hasHeads: true,
    hasTable: false,
    isHyphenated: true,
  },
  { ...PLAIN, name: "web-columns-tagged", columns: 2, page: "A5", isTagged: true },
  { ...OFFICE, name: "office-notes" },
  { ...OFFICE, name: "office-notes-heads-small-pages", hasHeads: true, page: "A6" },
  { ...OFFICE, name: "office-tagged-notes", isTagged: true, hasHeads: true },
  {
    ...OFFICE,
    name: "office-columns-heads",
    columns: 2,
    page: "A5",
    hasHeads: true,
    hasNotes: false,
    hasTable: false,
  },
  { ...OFFICE, name: "office-broken-words", isHyphenated: true, hasHeads: true },
  { ...OFFICE, name: "office-columns-tagged", columns: 2, page: "A5", isTagged: true, hasNotes: false },
  { ...OFFICE, name: "office-word", format: "docx", hasHeads: true },
];

/** The blocks that a layout has. */
export function blocksOf({
  hasNotes,
  hasTable,
}: Pick<Layout, "hasNotes" | "hasTable">): readonly KnownBlock[] {
  return KNOWN_BLOCKS.filter(({ kind }) => hasTable || kind !== "table").map((block) =>
    "text" in block && !hasNotes ? { ...block, text: block.text.replace(/\[\^\d\]/gu, "") } : block,
  );
}

/** The layout's words as Markdown that is read as a report. A note comes after the block that has its mark, and in Word at the end. */
export function expectedMarkdown(layout: Layout): string {
  const lines = blocksOf(layout).map((block) => {
    if (block.kind === "heading") return `\n${"#".repeat(block.level + 1)} ${block.text}\n`;
    if (block.kind === "item") return `${"  ".repeat(block.depth - 1)}- ${block.text}`;
    if (block.kind === "paragraph") {
      const marks =
        layout.format === "docx" ? [] : [...block.text.matchAll(/\[\^(\d)\]/gu)].map(([, mark = ""]) => mark);
      return `\n${[block.text, ...marks.map((mark) => `[^${mark}]: ${NOTES[mark]}`)].join("\n\n")}\n`;
    }
    const [head = [], ...rows] = block.rows.map((row) => `| ${row.join(" | ")} |`);
    return `\n${[head, "| --- | --- | --- |", ...rows].join("\n")}\n`;
  });
  const atEnd =
    layout.format === "docx" ? Object.entries(NOTES).map(([mark, text]) => `[^${mark}]: ${text}`) : [];
  return `---\ntitle: The Harbour\n---\n${[...lines, ...atEnd].join("\n\n")}\n`;
}
