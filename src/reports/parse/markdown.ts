// Parses Markdown or plain text into a flat list of blocks in reading order, each with its line.
import type { List, Nodes, PhrasingContent, RootContent, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { Pages } from "#domain/report.ts";
import { lineAt } from "#text/line-at.ts";
import { collapseSpace } from "#text/unicode.ts";

export type SourceBlock = Readonly<{
  kind: "heading" | "paragraph" | "item" | "quotation" | "row" | "footnote" | "code";
  /** Without markup; runs of white space are one space. */
  text: string;
  /** First line in the file, from 1. */
  line: number;
  /** The run-in heading that the text begins with (`**Implications:** …`), without its colon. */
  runIn?: string;
  /** The list mark printed in front of the text, such as "12."; not part of the text. */
  mark?: string;
  /** The paragraph's number, if the report numbers its paragraphs. */
  number?: string;
  /** The mark of the footnote that it belongs to, such as "12". */
  note?: string;
  /** How many lists an item is inside. */
  depth?: number;
  /** The marks of footnotes in its text. */
  noteMarks?: readonly string[];
  pages?: Pages;
}>;

/** `kind`: what a paragraph is in this context. `source` begins on line `firstLine` of the file. */
type BlockContext = Readonly<{
  kind: SourceBlock["kind"];
  source: string;
  firstLine: number;
  /** How many lists there are around it. */
  depth: number;
  pageMarks: readonly PageMark[];
}>;

/** Where a page begins: the offset in the source, and the page as printed. */
type PageMark = Readonly<{ offset: number; page: string }>;

// As an importer writes it: `<!-- page 6 -->`, or `<!-- page iv -->`.
const PAGE_MARK = /<!--\s*page\s+([\p{L}\p{N}.-]{1,10})\s*-->/giu;

// 33 lists or quotations inside each other, or a list mark after 200 spaces. No report has them, and with deeper
// nesting the parser takes minutes and then overflows the call stack.
const TOO_DEEP =
  /^(?![ \t]*(?:[-*][ \t]*)+$)(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\]\n]{1,99}\]:)){33}|^[ \t]{200,}(?:[-*+>]|\d{1,9}[.)])/mu;

/** The first line on which lists or quotations are nested too deeply to be parsed, if there is one. */
export function findDeepNesting(source: string, firstLine: number): number | undefined {
  const found = TOO_DEEP.exec(source);
  return found === null ? undefined : lineAt(source, found.index) + firstLine - 1;
}

/** `source` begins on line `firstLine` of the file. Throws RangeError when emphasis is nested too deeply. */
export function parseMarkdown(source: string, firstLine: number): SourceBlock[] {
  const tree = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const pageMarks = [...source.matchAll(PAGE_MARK)].map(({ index, 1: page = "" }) => ({
    offset: index,
    page,
  }));
  const context: BlockContext = { kind: "paragraph", source, firstLine, pageMarks, depth: 0 };
  return tree.children.flatMap((node) => blocksOf(node, context));
}

/** Paragraphs are separated by empty lines; there is no markup. */
export function parsePlainText(source: string, firstLine: number): SourceBlock[] {
  const blocks: SourceBlock[] = [];
  let line = firstLine;
  for (const part of source.split(/(\n[^\S\n]*\n\s*)/u)) {
    const text = collapseSpace(part);
    if (text !== "") blocks.push({ kind: "paragraph", text, line });
    line += part.split("\n").length - 1;
  }
  return blocks;
}

function blocksOf(node: RootContent, context: BlockContext): SourceBlock[] {
  const line = lineOf(node, context);
  switch (node.type) {
    case "heading":
      return unlessEmpty({ kind: "heading", text: visibleText(node.children), line });
    case "paragraph": {
      const noteMarks = noteMarksIn(node.children);
      return unlessEmpty({
        kind: context.kind,
        text: visibleText(node.children),
        line,
        ...(context.kind === "item" ? { depth: context.depth } : {}),
        ...runInOf(node.children, context),
        ...(noteMarks.length === 0 ? {} : { noteMarks }),
        ...pagesOf(node, context),
      });
    }
    case "blockquote":
      return node.children.flatMap((child) => blocksOf(child, { ...context, kind: "quotation" }));
    case "list":
      return listBlocks(node, context);
    case "table":
      return tableBlocks(node, context);
    case "footnoteDefinition":
      return node.children
        .flatMap((child) => blocksOf(child, { ...context, kind: "footnote" }))
        .map((block) => ({ ...block, note: node.label ?? node.identifier }));
    case "code":
      return unlessEmpty({ kind: "code", text: collapseSpace(node.value), line, ...pagesOf(node, context) });
    case "html":
      return unlessEmpty({
        kind: context.kind,
        text: collapseSpace(withoutTags(node.value)),
        line,
        ...pagesOf(node, context),
      });
    default:
      return [];
  }
}

/** Every item, nested ones included, is a block of its own, so that a list can be quoted point by point. */
function listBlocks(list: List, context: BlockContext): SourceBlock[] {
  return list.children.flatMap((item) => {
    const inItem: BlockContext = { ...context, kind: "item", depth: context.depth + 1 };
    const [first, ...rest] = item.children.flatMap((child) => blocksOf(child, inItem));
    if (first === undefined) return [];
    // The number as printed in the file: Markdown renumbers lists.
    const offset = item.position?.start.offset ?? 0;
    const start = context.source.slice(offset, offset + 12);
    const mark = list.ordered === true ? /^\d+[.)]/u.exec(start)?.[0] : undefined;
    if (mark === undefined) return [first, ...rest];
    // A list inside a list is never the numbering of a report, so its number is part of the text.
    const isNested = context.kind === "item";
    return [isNested ? { ...first, text: `${mark} ${first.text}` } : { ...first, mark }, ...rest];
  });
}

function tableBlocks(table: Table, context: BlockContext): SourceBlock[] {
  return table.children.flatMap((row) => {
    const cells = row.children.map((cell) => visibleText(cell.children)).filter((cell) => cell !== "");
    return unlessEmpty({
      kind: "row",
      text: cells.join(" | "),
      line: lineOf(row, context),
      ...pagesOf(row, context),
    });
  });
}

/** Nothing for what comes before the first mark, and in a file without marks. */
function pagesOf({ position }: Nodes, { pageMarks }: BlockContext): Pick<SourceBlock, "pages"> {
  const pageAt = (offset = 0) => pageMarks.findLast((mark) => mark.offset <= offset)?.page;
  const first = pageAt(position?.start.offset);
  const last = pageAt(position?.end.offset);
  if (first === undefined || last === undefined) return {};
  return { pages: first === last ? [first] : [first, last] };
}

function noteMarksIn(nodes: readonly PhrasingContent[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.type === "footnoteReference") return [node.label ?? node.identifier];
    return "children" in node ? noteMarksIn(node.children) : [];
  });
}

function unlessEmpty(block: SourceBlock): SourceBlock[] {
  return block.text === "" ? [] : [block];
}

function lineOf(node: Nodes, { firstLine }: BlockContext): number {
  return (node.position?.start.line ?? 1) + firstLine - 1;
}

const MAX_RUN_IN_LENGTH = 80;

/**
 * Bold words at the start that end in a colon and are followed by text; an entirely bold line is not a run-in heading.
 */
function runInOf(children: readonly PhrasingContent[], { kind }: BlockContext): Pick<SourceBlock, "runIn"> {
  const [first, ...rest] = children;
  if (kind !== "paragraph" || first?.type !== "strong") return {};
  const [bold, after] = [visibleText(first.children), visibleText(rest)];
  const heading = /^(?<name>.+?)\s*:$/u.exec(after.startsWith(":") ? `${bold}:` : bold)?.groups?.name;
  const follows = after.replace(/^:\s*/u, "") !== "";
  return heading !== undefined && follows && heading.length <= MAX_RUN_IN_LENGTH ? { runIn: heading } : {};
}

/** The words of inline content as a reader sees them, footnote marks included. An image has no words. */
function visibleText(nodes: readonly PhrasingContent[]): string {
  return collapseSpace(nodes.map(textOf).join(""));
}

function textOf(node: PhrasingContent): string {
  switch (node.type) {
    case "text":
    case "inlineCode":
      return node.value;
    case "break":
      return " ";
    case "html":
      return withoutTags(node.value);
    case "footnoteReference":
      return `[${node.label ?? node.identifier}]`;
    case "image":
    case "imageReference":
      return "";
    default:
      return node.children.map(textOf).join("");
  }
}

const NOT_TEXT = /<!--[\s\S]*?(?:-->|$)|<(?:script|style)\b[\s\S]*?(?:<\/(?:script|style)>|$)/giu;
const INLINE_TAG = /<\/?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>/giu;

/** Inline tags vanish ("H<sub>2</sub>O" is one word); any other tag, such as a line break, separates words. */
function withoutTags(html: string): string {
  return html
    .replace(NOT_TEXT, "")
    .replace(INLINE_TAG, "")
    .replace(/<[^<>]*>/gu, " ");
}
