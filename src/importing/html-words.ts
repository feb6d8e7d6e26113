// The words of elements.
import type { Nodes } from "hast";

const HIDDEN = ["script", "style", "template", "noscript", "head", "title"];

/** Never shown as text. */
export function isHidden(node: Nodes): boolean {
  return node.type === "element" && HIDDEN.includes(node.tagName);
}

/** All of them, hidden ones too. */
export function wordsOf(node: Nodes): string {
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(wordsOf).join(" ") : "";
}

export function visibleWordsOf(node: Nodes): string {
  if (isHidden(node)) return "";
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(visibleWordsOf).join(" ") : "";
}
