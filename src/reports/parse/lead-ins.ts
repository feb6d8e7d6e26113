// Which sentence introduces a list: "The policy must include:" says what its items mean.
import type { SourceBlock } from "./markdown.ts";

/** For each item of a list the block that introduces it: the item around its own list, or the paragraph before the whole list. */
export function leadInsOf(blocks: readonly SourceBlock[]): ReadonlyMap<SourceBlock, SourceBlock> {
  const leadIns = new Map<SourceBlock, SourceBlock>();
  /** The latest block of each depth; the one at 0 is the paragraph before the list. */
  let around: SourceBlock[] = [];
  for (const block of blocks) {
    const depth = block.kind === "item" ? (block.depth ?? 1) : 0;
    const outer = around[depth - 1];
    // A numbered paragraph of a report is written as an item, but introduced by nothing.
    if (outer !== undefined && block.number === undefined && /[:\uFF1A]$/u.test(outer.text))
      leadIns.set(block, outer);
    around = [...around.slice(0, depth), block];
  }
  return leadIns;
}
