// HTML as Markdown: the words of its body, letter for letter. Its packages are optional: only the command line needs them.
import type { Element, Nodes, Parents, Root, RootContent } from "hast";
import type { Nodes as Mdast } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown, gfmToMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { findArticle } from "./article.ts";
import { isHidden, wordsOf } from "./html-words.ts";
import { lettersOf } from "./letters.ts";
import { noteHandlers } from "./notes.ts";
import { ImportError, loadOptional } from "./optional.ts";

export type HtmlPage = Readonly<{
  markdown: string;
  /** The text of `<title>`. */
  title: string;
  /** The words of the body, in order, and those of the Markdown. Only letters and digits: equal if nothing was lost or added. */
  letters: Readonly<{ source: string; written: string }>;
  /** What was left out because it is no text: the words of menus and buttons, and of a web page what is around its article. */
  leftOut: readonly string[];
}>;

// Shown, but not part of the text.
const CONTROLS = ["nav", "button", "select", "input", "dialog"];

// A page of more is not a text that somebody reads, and takes over a gigabyte to convert.
const MAX_CHARACTERS = 4_000_000;
// Pictures of a saved page.
const DATA_ADDRESS = /(["'])data:[^"']*\1/gu;

/** `isWebPage`: there may be menus and other pages' titles around its text. Throws ImportError when the packages are not installed, or for a page that is too long or too deeply nested to be read. */
export async function convertHtml(
  html: string,
  file: string,
  { isWebPage = false }: Readonly<{ isWebPage?: boolean }> = {},
): Promise<HtmlPage> {
  const page = html.replace(DATA_ADDRESS, '""');
  if (page.length > MAX_CHARACTERS)
    throw new ImportError(
      `"${file}" has more than ${MAX_CHARACTERS / 1_000_000} million characters. Import it in parts.`,
    );
  try {
    return await convertNested(page, isWebPage);
  } catch (error) {
    if (error instanceof RangeError)
      throw new ImportError(`"${file}" has elements that are nested too deeply to be read.`);
    throw error;
  }
}

async function convertNested(html: string, isWebPage: boolean): Promise<HtmlPage> {
  const { fromHtml } = await loadOptional(() => import("hast-util-from-html"));
  const { toMdast, defaultHandlers } = await loadOptional(() => import("hast-util-to-mdast"));
  const { toMarkdown } = await loadOptional(() => import("mdast-util-to-markdown"));
  const found = isWebPage ? await findArticle(html, fromHtml) : undefined;
  const tree = found?.tree ?? fromHtml(html);
  const title = wordsOf(find(tree, "title") ?? { type: "text", value: "" });
  const leftOut: string[] = [];
  const whole = find(tree, "body") ?? tree;
  if (found !== undefined) leftOut.push(...wordsAround(whole, found.article));
  const body = withoutControls(found?.article ?? whole, leftOut);
  const mdast = toMdast({ type: "root", children: body } satisfies Root, {
    document: true,
    handlers: noteHandlers(defaultHandlers),
  });
  const markdown = toMarkdown(mdast, { extensions: [gfmToMarkdown()], bullet: "-" });
  const reread = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  return {
    markdown,
    title: title.replace(/\s+/gu, " ").trim(),
    letters: {
      source: lettersOf(body.map(wordsOf).join(" ")),
      written: lettersOf(textIn(reread)),
    },
    leftOut,
  };
}

function withoutControls(parent: Parents, leftOut: string[]): RootContent[] {
  return parent.children.flatMap((child): RootContent[] => {
    if (child.type === "comment" || child.type === "doctype") return [];
    if (child.type !== "element") return [child];
    if (isHidden(child) || child.tagName === "img") return [];
    if (CONTROLS.includes(child.tagName)) {
      const words = wordsOf(child).replace(/\s+/gu, " ").trim();
      if (words !== "") leftOut.push(words);
      return [];
    }
    const children = withoutControls(child, leftOut).filter((one) => one.type !== "doctype");
    // Word leaves empty headings behind.
    if (/^h[1-6]$/u.test(child.tagName) && children.every((one) => wordsOf(one).trim() === "")) return [];
    return child.tagName === "table" ? withCaptionBefore({ ...child, children }) : [{ ...child, children }];
  });
}

/** Markdown's tables have no caption: it becomes the paragraph before the table. */
function withCaptionBefore(table: Element): RootContent[] {
  const isCaption = (one: Element["children"][number]) => one.type === "element" && one.tagName === "caption";
  const captions = table.children.filter(isCaption);
  const paragraphs = captions.map((caption) => ({
    ...caption,
    tagName: "p",
  })) as Element[];
  return [...paragraphs, { ...table, children: table.children.filter((one) => !isCaption(one)) }];
}

/** What is on the page before and after the article, block by block. */
function wordsAround(node: Nodes, article: Element): readonly string[] {
  if (node === article || isHidden(node)) return [];
  if (!("children" in node)) return node.type === "text" ? oneLine(node.value) : [];
  const holds = (one: Nodes): boolean =>
    one === article || ("children" in one && one.children.some((child) => holds(child)));
  return holds(node) ? node.children.flatMap((child) => wordsAround(child, article)) : oneLine(wordsOf(node));
}

function oneLine(words: string): readonly string[] {
  const line = words.replace(/\s+/gu, " ").trim();
  return line === "" ? [] : [line];
}

function find(node: Nodes, tagName: string): Parents | undefined {
  if (node.type === "element" && node.tagName === tagName) return node;
  if (!("children" in node)) return undefined;
  for (const child of node.children) {
    const found = find(child, tagName);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of Markdown as it will be read again. */
function textIn(node: Mdast): string {
  if ("value" in node) return node.value;
  if (node.type === "footnoteReference") return node.label ?? "";
  return "children" in node ? node.children.map(textIn).join(" ") : "";
}
