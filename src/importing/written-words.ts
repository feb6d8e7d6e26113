// The words of Markdown as it will be read again, the marks of notes among them.
import type { Nodes } from "mdast";

export function wordsInMarkdown(node: Nodes): string {
  if (node.type === "html") return "";
  if (node.type === "footnoteReference") return node.label ?? node.identifier;
  const own = node.type === "footnoteDefinition" ? `${node.label ?? node.identifier} ` : "";
  if ("value" in node) return node.value;
  return own + ("children" in node ? node.children.map(wordsInMarkdown).join(" ") : "");
}
