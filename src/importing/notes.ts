// Word's notes, as mammoth writes them: a link in the text, and a list of them at the end.
import type { Element, RootContent } from "hast";

// Inline, for the package may not be installed.
type Handle = import("hast-util-to-mdast").Handle;
type Handlers = Readonly<Record<string, Handle>>;

const LINK = /^#(?<note>(?:foot|end)note-\d+)$/u;
const MARK = /^\[(?<mark>\d+)\]$/u;

/** For hast-util-to-mdast: notes become those of Markdown, under the marks that a reader sees. */
export function noteHandlers(usual: Handlers): Handlers {
  const marks = new Map<string, string>();
  return {
    a: (state, node, parent) => {
      const note = LINK.exec(String(node.properties.href))?.groups?.note;
      const [words] = node.children;
      const mark = words?.type === "text" ? MARK.exec(words.value)?.groups?.mark : undefined;
      if (note === undefined || mark === undefined) return usual.a?.(state, node, parent);
      marks.set(note, mark);
      return { type: "footnoteReference", identifier: mark, label: mark };
    },
    ol: (state, node, parent) => {
      const items = node.children.filter((child) => child.type === "element");
      const notes = items.map((item) => ({ item, mark: marks.get(String(item.properties.id)) }));
      if (items.length === 0 || notes.some(({ mark }) => mark === undefined))
        return usual.ol?.(state, node, parent);
      return notes.map(({ item, mark = "" }) => ({
        type: "footnoteDefinition",
        identifier: mark,
        label: mark,
        children: state.toFlow(state.all(withoutWayBack(item))),
      }));
    },
  };
}

function withoutWayBack(item: Element): Element {
  const isWayBack = (child: RootContent) =>
    child.type === "element" && /^#(?:foot|end)note-ref-/u.test(String(child.properties.href ?? ""));
  const children = item.children
    .filter((child) => !isWayBack(child))
    .map((child) => (child.type === "element" ? withoutWayBack(child) : child));
  return { ...item, children };
}
