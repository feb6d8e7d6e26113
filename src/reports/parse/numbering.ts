// Whether a report numbers its own paragraphs. If so its numbers win over our count; a list of points is no numbering.
import type { Block } from "./markdown.ts";

// The numbering is the row of printed numbers that rises through the report and holds most words. It counts when those
// are a good part of all words: the points of a list inside a report are too few and too short for it.
const FEWEST = 3;
const SHARE_OF_WORDS = 0.4;

type Numbered = Readonly<{ at: number; levels: readonly number[]; words: number }>;

/** The blocks with `number` where the report numbers them; elsewhere a printed number is a part of what is shown. */
export function settleNumbers(blocks: readonly Block[]): readonly Block[] {
  const marked = blocks.map(readMark);
  const row = heaviestRow(
    marked.flatMap(({ mark, text }, at): Numbered[] =>
      mark === undefined ? [] : [{ at, levels: numberOf(mark).split(".").map(Number), words: words(text) }],
    ),
  );
  const all = marked.filter(({ kind, mark }) => kind === "paragraph" || mark !== undefined);
  const inAll = all.reduce((sum, { text }) => sum + words(text), 0);
  const inRow = row.reduce((sum, one) => sum + one.words, 0);
  const isNumbering = row.length >= FEWEST && inRow >= SHARE_OF_WORDS * inAll;
  const numbered = new Set(isNumbering ? row.map(({ at }) => at) : []);
  return marked.map((block, at): Block => {
    const { mark, ...rest } = block;
    if (mark === undefined) return rest;
    return numbered.has(at)
      ? { ...rest, number: numberOf(mark) }
      : { ...rest, text: `${mark} ${block.text}` };
  });
}

/**
 * A number in front of a plain paragraph is a mark too: "12. The …", "2.20 The …". A bare figure is not ("40 percent").
 */
function readMark(block: Block): Block {
  if (block.kind !== "paragraph") return block;
  const { mark, rest } =
    /^(?<mark>\d{1,4}(?:\.\d{1,4})*[.)]|\d{1,4}(?:\.\d{1,4})+(?=\s["'\u201C\u2018(]?\p{Lu}))\s(?<rest>.+)$/su.exec(
      block.text,
    )?.groups ?? {};
  return mark === undefined || rest === undefined ? block : { ...block, mark, text: rest };
}

function numberOf(mark: string): string {
  return mark.replace(/[.)]$/u, "");
}

function words(text: string): number {
  return text.split(" ").length;
}

type Link = Readonly<{ weight: number; last: Numbered; before: Link | undefined }>;

/**
 * The rising row with most words, from its end. `heaviest` is a Fenwick tree over the numbers in their order: it gives
 * the heaviest row that ends below a number in logarithmic time, so a file full of numbers takes no longer.
 */
function heaviestRow(numbered: readonly Numbered[]): readonly Numbered[] {
  const inOrder = numbered.toSorted((a, b) => compare(a.levels, b.levels));
  const rankOf = new Map<Numbered, number>();
  let rank = 0;
  for (const [at, one] of inOrder.entries()) {
    if (compare(one.levels, inOrder[at - 1]?.levels ?? []) !== 0) rank += 1;
    rankOf.set(one, rank);
  }
  const heaviest: Link[] = [];
  let row: Link | undefined;
  for (const last of numbered) {
    const own = rankOf.get(last) ?? 0;
    let before: Link | undefined;
    for (let at = own - 1; at > 0; at -= at & -at) before = heavier(before, heaviest[at]);
    const link = { weight: last.words + (before?.weight ?? 0), last, before };
    for (let at = own; at <= rank; at += at & -at) heaviest[at] = heavier(heaviest[at], link) ?? link;
    row = heavier(row, link);
  }
  const found: Numbered[] = [];
  for (let link = row; link !== undefined; link = link.before) found.push(link.last);
  return found;
}

function heavier(one: Link | undefined, other: Link | undefined): Link | undefined {
  return (other?.weight ?? 0) > (one?.weight ?? 0) ? other : one;
}

function compare(own: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < Math.max(own.length, other.length); at++) {
    const difference = (own[at] ?? -1) - (other[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
