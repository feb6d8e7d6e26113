// Printed pages as Markdown: their words in reading order, and what became of the rest.
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown, gfmToMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { haveSameLetters, lettersOf } from "#importing/letters.ts";
import { loadOptional } from "#importing/optional.ts";
import { wordsInMarkdown } from "#importing/written-words.ts";
import type { Block } from "./block.ts";
import { blocksOf } from "./blocks.ts";
import { brokenFonts, jumps, oddities } from "./doubts.ts";
import { createFurniture } from "./furniture.ts";
import { wordsIn } from "./hyphens.ts";
import { bodySizeOf, type Line, linesOf, textOf } from "./lines.ts";
import { losingPages } from "./lost-letters.ts";
import { allPieces, nodesOf, textOfPieces } from "./markdown.ts";
import type { Page, TextLayer } from "./text-layer.ts";

export type PrintedText = Readonly<{
  markdown: string;
  title?: string;
  author?: string;
  /** The lines left out as heads and feet of pages; of those that differ in their digits the first and the last. */
  headsAndFeet: readonly string[];
  /** Pages whose letters are not all in the Markdown or the heads and feet, or more of them. */
  incomplete: readonly number[];
  /** Pages on which letters are missing for which the font has no name. */
  losing: readonly number[];
  /** Pages that are a picture. */
  withoutText: readonly number[];
  /** Pages whose text was recognized in a picture. */
  recognized: readonly number[];
  letters: number;
  doubts: readonly string[];
}>;

/** Throws ImportError when the packages are not installed. */
export async function convertPages({ pages, ...metadata }: TextLayer): Promise<PrintedText> {
  const { toMarkdown } = await loadOptional(() => import("mdast-util-to-markdown"));
  const bodySize = bodySizeOf(pages);
  const all = linesOf(pages, bodySize);
  const isFurniture = createFurniture(pages, all);
  const furniture = all.filter(isFurniture);
  const lines = all.filter((line) => !isFurniture(line));
  const { blocks, doubts } = blocksOf(lines, bodySize, wordsIn(all.map(textOf)));
  const title = metadata.title ?? titleOf(blocks);
  const markdown = toMarkdown(
    { type: "root", children: nodesOf(blocks) },
    { extensions: [gfmToMarkdown()], bullet: "-" },
  );
  const reread = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const isKept = haveSameLetters(
    lettersOf(wordsInMarkdown(reread)),
    lettersOf(blocks.map(wordsOf).join(" ")),
  );
  return {
    markdown,
    ...metadata,
    ...(title === undefined ? {} : { title }),
    headsAndFeet: alikeOnce(furniture.map(textOf)),
    incomplete: pages
      .filter((page) => !isKept || !isWhole(page, blocks, furniture))
      .map(({ number }) => number),
    losing: losingPages(pages.map((page) => wordsOn(page, lines))).flatMap((i) => pages[i]?.number ?? []),
    withoutText: pages
      .filter(({ items, hasPicture }) => items.length === 0 && hasPicture)
      .map(({ number }) => number),
    letters: lettersOf(pages.map(lettersOn).join("")).length,
    recognized: pages.filter(({ isRecognized }) => isRecognized).map(({ number }) => number),
    doubts: [...brokenFonts(all), ...oddities(blocks), ...jumps(lines), ...doubts],
  };
}

/** Those that differ only in their digits as one. */
function alikeOnce(lines: readonly string[]): readonly string[] {
  const groups = Map.groupBy(new Set(lines), (line) => line.replace(/\d+/gu, "#"));
  return [...groups.values()].map(([first = "", ...others]) =>
    others.length === 0 ? first : `${first} \u2026 ${others.at(-1)}`,
  );
}

function lettersOn({ items }: Page): string {
  return lettersOf(items.map(({ text }) => text).join(" "));
}

function wordsOn({ number }: Page, lines: readonly Line[]): string {
  return lines
    .filter(({ page }) => page === number)
    .map(textOf)
    .join(" ");
}

/** Every letter of the page is in a block or in a line that was left out, and no other. */
function isWhole(page: Page, blocks: readonly Block[], furniture: readonly Line[]): boolean {
  const own = blocks.flatMap((block) => {
    const pieces = allPieces(block);
    const [first] = pieces;
    const here = pieces.filter((piece) => piece.page === page.number).map(({ text }) => text);
    return first?.page === page.number ? [block.mark, ...here] : here;
  });
  return haveSameLetters(lettersOn(page), lettersOf([...own, wordsOn(page, furniture)].join(" ")));
}

function wordsOf(block: Block): string {
  return [block.kind === "note" ? block.mark : "", ...allPieces(block).map(({ text }) => text)].join(" ");
}

/** What is printed larger than anything else, if it is one heading on the first page. */
function titleOf(blocks: readonly Block[]): string | undefined {
  const [largest, ...others] = blocks.filter(({ kind, level }) => kind === "heading" && level === 2);
  if (largest?.pieces[0]?.page !== 1 || others.length > 0) return undefined;
  return textOfPieces(largest.pieces).trim();
}
