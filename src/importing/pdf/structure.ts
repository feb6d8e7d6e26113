// The structure that a tagged PDF states of itself: which words are a heading, a paragraph, an item, a note or a cell.

/** What a PDF says of some of its words. Words of one element have the same `element`; elements are numbered in reading order. */
export type Tag = Readonly<{
  element: number;
  kind: "heading" | "paragraph" | "item" | "note" | "cell";
  /** Of a heading: from 1. Of an item: how many lists it is in, from 1. */
  level: number;
  /** Of a cell: the elements of its table and row. */
  table?: number;
  row?: number;
}>;

/** As pdf.js gives it. */
export type StructureNode = Readonly<{
  role?: string;
  type?: string;
  id?: string;
  children?: readonly StructureNode[];
}>;

// Deeper than any document has them; a file could be made to overflow the call stack.
const MAX_DEPTH = 100;
const HEADING = /^(?:H(?<level>[1-6])?|Title)$/u;
// They stand on their own wherever they are, but for a paragraph that is all of an item or in a cell.
const BLOCKS = ["P", "BlockQuote", "Caption", "TOCI", "Code", "Formula", "Figure", "Index", "BibEntry"];

/** The tags of one page's words, by the id of their stretch of content. */
export function tagsIn(root: StructureNode): ReadonlyMap<string, Tag> {
  const tags = new Map<string, Tag>();
  const used = new Set<Tag>();
  let elements = 0;
  const element = (kind: Tag["kind"], level = 0): Tag => ({ element: elements++, kind, level });

  const walk = (node: StructureNode, open: Open, nesting: number): Open => {
    if (nesting > MAX_DEPTH) return open;
    if (node.type === "content") {
      const tag = open.tag ?? element("paragraph");
      if (node.id !== undefined) tags.set(node.id, tag);
      used.add(tag);
      return { ...open, tag };
    }
    const inside = enter(node, open);
    let last = inside;
    for (const child of node.children ?? []) last = walk(child, last, nesting + 1);
    // What is no block of its own hands its tag on: words of such a group, one after the other, are one paragraph.
    return inside === open ? last : open;
  };

  const enter = (node: StructureNode, open: Open): Open => {
    const { role = "" } = node;
    if (open.tag?.kind === "cell" && role !== "Table") return open;
    const heading = HEADING.exec(role);
    if (heading !== null) return { ...open, tag: element("heading", Number(heading.groups?.level ?? 1)) };
    switch (role) {
      case "L":
        return { ...open, tag: undefined, lists: open.lists + 1 };
      case "LI":
        return { ...open, tag: element("item", open.lists) };
      case "Note":
      case "FENote":
        return { ...open, tag: element("note") };
      case "Table":
        return isLayout(node)
          ? { ...open, tag: undefined, isLayout: true }
          : { ...open, tag: undefined, isLayout: false, table: elements++ };
      case "TR":
        return { ...open, tag: undefined, row: elements++ };
      case "TH":
      case "TD":
        if (open.isLayout) return { ...open, tag: undefined };
        return {
          ...open,
          tag: { ...element("cell"), table: open.table ?? 0, row: open.row ?? 0 },
        };
      default:
        if (!BLOCKS.includes(role)) return open;
        // The first words of an item are the item's; a further paragraph stands by itself.
        return open.tag?.kind === "item" && !used.has(open.tag)
          ? { ...open }
          : { ...open, tag: element("paragraph") };
    }
  };

  walk(root, { lists: 0, tag: undefined, isLayout: false }, 0);
  return tags;
}

/** Where the walk is. */
type Open = Readonly<{
  tag: Tag | undefined;
  lists: number;
  /** In a table that only arranges paragraphs on the page. */
  isLayout: boolean;
  table?: number;
  row?: number;
}>;

const ROW_GROUPS = ["THead", "TBody", "TFoot"];
const MAX_IN_CELL = 2;

/** One column, or cells that hold whole pages of text. */
function isLayout(table: StructureNode): boolean {
  const rowsIn = (node: StructureNode): readonly StructureNode[] =>
    (node.children ?? []).flatMap((child) =>
      child.role === "TR" ? [child] : ROW_GROUPS.includes(child.role ?? "") ? rowsIn(child) : [],
    );
  const cells = rowsIn(table).map(({ children = [] }) =>
    children.filter(({ role }) => /^T[HD]$/u.test(role ?? "")),
  );
  const isLong = (cell: StructureNode) => (cell.children ?? []).filter(isBlock).length > MAX_IN_CELL;
  return cells.every((row) => row.length < 2) || cells.flat().some(isLong);
}

function isBlock({ role = "" }: StructureNode): boolean {
  return BLOCKS.includes(role) || HEADING.test(role) || ["L", "Sect", "Table"].includes(role);
}
