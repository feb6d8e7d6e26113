// From Markdown or plain text to a flat list of blocks in reading order, each with its line. Nothing is judged here.
import type { List, Nodes, PhrasingContent, RootContent, Table } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

export type Block = Readonly<{
  kind: "heading" | "paragraph" | "item" | "quotation" | "row" | "footnote" | "code";
  /** Markup gone, white space folded. */
  text: string;
  /** First line in the file, from 1. */
  line: number;
  /** Of a run-in heading (`**Implications:** …`): without its colon. */
  runIn?: string;
  /** Printed in front of the text: "12." */
  mark?: string;
  /** The report's own number of this paragraph. */
  number?: string;
}>;

type Place = Readonly<{ kind: Block["kind"]; source: string; firstLine: number }>;

// Lists and quotations inside each other: beyond what anybody prints the parser needs minutes, then the stack ends.
const TOO_DEEP =
  /^(?![ \t]*(?:[-*][ \t]*)+$)(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\]\n]{1,99}\]:)){33}|^[ \t]{200,}(?:[-*+>]|\d{1,9}[.)])/mu;

/** The line on which lists or quotations stand deeper inside each other than can be read. */
export function tooDeepLine(source: string, firstLine: number): number | undefined {
  const found = TOO_DEEP.exec(source);
  return found === null ? undefined : source.slice(0, found.index).split("\n").length + firstLine - 1;
}

/** `firstLine`: the line of the file on which `source` begins. */
export function markdownBlocks(source: string, firstLine: number): Block[] {
  const tree = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return tree.children.flatMap((node) => blocksOf(node, { kind: "paragraph", source, firstLine }));
}

/** Plain text: paragraphs stand between empty lines. */
export function textBlocks(source: string, firstLine: number): Block[] {
  const blocks: Block[] = [];
  let line = firstLine;
  for (const part of source.split(/(\n[^\S\n]*\n\s*)/u)) {
    const text = foldSpace(part);
    if (text !== "") blocks.push({ kind: "paragraph", text, line });
    line += part.split("\n").length - 1;
  }
  return blocks;
}

function blocksOf(node: RootContent, place: Place): Block[] {
  const line = lineOf(node, place);
  switch (node.type) {
    case "heading":
      return inked({ kind: "heading", text: shown(node.children), line });
    case "paragraph":
      return inked({ kind: place.kind, text: shown(node.children), line, ...runInOf(node.children, place) });
    case "blockquote":
      return node.children.flatMap((child) => blocksOf(child, { ...place, kind: "quotation" }));
    case "list":
      return listBlocks(node, place);
    case "table":
      return tableBlocks(node, place);
    case "footnoteDefinition":
      return node.children.flatMap((child) => blocksOf(child, { ...place, kind: "footnote" }));
    case "code":
      return inked({ kind: "code", text: foldSpace(node.value), line });
    case "html":
      return inked({ kind: place.kind, text: foldSpace(withoutTags(node.value)), line });
    default:
      return [];
  }
}

/** Every item is a block of its own, and so is every nested one: a list is quoted point by point. */
function listBlocks(list: List, place: Place): Block[] {
  return list.children.flatMap((item) => {
    const [first, ...rest] = item.children.flatMap((child) => blocksOf(child, { ...place, kind: "item" }));
    if (first === undefined) return [];
    // Markdown renumbers lists; the number that counts is the one printed in the file.
    const at = item.position?.start.offset ?? 0;
    const mark = list.ordered === true ? /^\d+[.)]/u.exec(place.source.slice(at, at + 12))?.[0] : undefined;
    if (mark === undefined) return [first, ...rest];
    // A list inside a list is never the numbering of a report.
    const nested = place.kind === "item";
    return [nested ? { ...first, text: `${mark} ${first.text}` } : { ...first, mark }, ...rest];
  });
}

function tableBlocks(table: Table, place: Place): Block[] {
  return table.children.flatMap((row) => {
    const cells = row.children.map((cell) => shown(cell.children)).filter((cell) => cell !== "");
    return inked({ kind: "row", text: cells.join(" | "), line: lineOf(row, place) });
  });
}

function inked(block: Block): Block[] {
  return block.text === "" ? [] : [block];
}

function lineOf(node: Nodes, { firstLine }: Place): number {
  return (node.position?.start.line ?? 1) + firstLine - 1;
}

const MAX_RUN_IN_LENGTH = 80;

/** A bold beginning that ends in a colon, with text after it. A whole bold line, such as an author's, is none. */
function runInOf(children: readonly PhrasingContent[], { kind }: Place): Pick<Block, "runIn"> {
  const [first, ...rest] = children;
  if (kind !== "paragraph" || first?.type !== "strong") return {};
  const [bold, after] = [shown(first.children), shown(rest)];
  const heading = /^(?<name>.+?)\s*:$/u.exec(after.startsWith(":") ? `${bold}:` : bold)?.groups?.name;
  const follows = after.replace(/^:\s*/u, "") !== "";
  return heading !== undefined && follows && heading.length <= MAX_RUN_IN_LENGTH ? { runIn: heading } : {};
}

/** The words of inline content as a reader sees them; footnote marks stay as printed, pictures have no words. */
function shown(nodes: readonly PhrasingContent[]): string {
  return foldSpace(nodes.map(shownNode).join(""));
}

function shownNode(node: PhrasingContent): string {
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
      return node.children.map(shownNode).join("");
  }
}

const HIDDEN = /<!--[\s\S]*?(?:-->|$)|<(?:script|style)\b[\s\S]*?(?:<\/(?:script|style)>|$)/giu;
const INSIDE_WORDS = /<\/?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>/giu;

/** "H<sub>2</sub>O" is one word; any other tag, such as a line break, parts words. */
function withoutTags(html: string): string {
  return html
    .replace(HIDDEN, "")
    .replace(INSIDE_WORDS, "")
    .replace(/<[^<>]*>/gu, " ");
}

function foldSpace(text: string): string {
  return text.replace(/[\s\uFEFF]+/gu, " ").trim();
}
