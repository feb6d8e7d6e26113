// Which part of a web page is its article: menus, boxes and lists of other pages are around it.
import type { Element, Nodes, Root } from "hast";
import { visibleWordsOf } from "./html-words.ts";
import { lettersOf } from "./letters.ts";
import { loadOptional } from "./optional.ts";

// Without these there is nothing around the text.
const AROUND = /<(?:nav|aside|header|footer)\b|role=["']?(?:navigation|banner|complementary|contentinfo)/iu;
const MARK = "data-block";
const BLOCKS = "p,li,td,th,pre,dd,dt,blockquote,figcaption,div";
// Of the letters of the page: an article of less may be only a part of the text.
const MIN_SHARE = 0.5;

type Page = Readonly<{
  querySelectorAll(selectors: string): Iterable<{ setAttribute(name: string, value: string): void }>;
  toString(): string;
}>;

/** The page's HTML in which blocks are numbered, and the numbers of those that Readability takes for the article's. */
async function readable(html: string): Promise<Readonly<{ marked: string; blocks: ReadonlySet<string> }>> {
  const { parseHTML } = await loadOptional(() => import("linkedom"));
  const { Readability } = await loadOptional(() => import("@mozilla/readability"));
  const { document } = parseHTML(html);
  for (const [i, element] of [...(document as unknown as Page).querySelectorAll(BLOCKS)].entries())
    element.setAttribute(MARK, String(i));
  const marked = document.toString();
  const article = new Readability(document).parse();
  const found = (article?.content ?? "").matchAll(new RegExp(`${MARK}="(\\d+)"`, "gu"));
  return { marked, blocks: new Set([...found].map(([, number = ""]) => number)) };
}

/** The element that holds the article; undefined where nothing is around it, or where it would not be most of the page. */
export async function findArticle(
  html: string,
  parse: (html: string) => Root,
): Promise<Readonly<{ tree: Root; article: Element }> | undefined> {
  if (!AROUND.test(html)) return undefined;
  const { marked, blocks } = await readable(html);
  const tree = parse(marked);
  const article = smallestAround(tree, blocks);
  if (article === undefined) return undefined;
  const isMost =
    lettersOf(visibleWordsOf(article)).length >= MIN_SHARE * lettersOf(visibleWordsOf(tree)).length;
  return isMost && article.tagName !== "body" ? { tree, article } : undefined;
}

/** The smallest element that has all of the blocks in it. */
function smallestAround(tree: Root, blocks: ReadonlySet<string>): Element | undefined {
  let smallest: Element | undefined;
  const count = (node: Nodes): number => {
    if (!("children" in node)) return 0;
    const own = node.type === "element" && blocks.has(String(node.properties.dataBlock)) ? 1 : 0;
    const all = node.children.reduce((sum, child) => sum + count(child), own);
    if (smallest === undefined && node.type === "element" && all === blocks.size) smallest = node;
    return all;
  };
  if (blocks.size > 0) count(tree);
  return smallest;
}
