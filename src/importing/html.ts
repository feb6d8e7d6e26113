// HTML as the blocks of text that its readers see. Its packages are optional: only the command line needs them.
import { parseMarkdown, type SourceBlock } from "#reports/parse/markdown.ts";
import { loadOptional } from "./optional.ts";

/** Scripts, styles, comments and pictures have no words. Throws ImportError when the packages are not installed. */
export async function readHtml(html: string): Promise<readonly SourceBlock[]> {
  const { fromHtml } = await loadOptional(() => import("hast-util-from-html"));
  const { toMdast } = await loadOptional(() => import("hast-util-to-mdast"));
  const { toMarkdown } = await loadOptional(() => import("mdast-util-to-markdown"));
  const { gfmToMarkdown } = await import("mdast-util-gfm");
  const tree = toMdast(fromHtml(html), { document: true });
  return parseMarkdown(toMarkdown(tree, { extensions: [gfmToMarkdown()] }), 1);
}
