// How the characters of a message are shared out among its blocks when they are too many.

import type { Block } from "#domain/message.ts";
import { maxMinShare } from "#platforms/shared/max-min-share.ts";

export type WordsBlock = Exclude<Block, { kind: "actions" }>;

/** Characters by block. */
type Costs = ReadonlyMap<Block, number>;

export const MORE: Block = { kind: "note", runs: [{ text: "There is more than fits here." }] };

const MORE_COST = 40;
// Of what citations leave, quotations may claim this much before other words go.
const QUOTE_SHARE = 0.75;
// A citation is shown whole; only absurd ones reach this share of the message.
const SOURCE_SHARE = 0.6;

/**
 * How many of its characters, as they are sent, each block may take; a block that is left out is not in the answer.
 * Citations come first and whole, then lines of text one by one until no more fit, and quotations share the rest: a
 * short one stays whole beside a long one.
 */
export function allotCharacters(costs: Costs, most: number): Costs {
  const blocks = [...costs.keys()];
  const sum = (some: readonly Block[]) => some.reduce((total, block) => total + (costs.get(block) ?? 0), 0);
  if (sum(blocks) <= most) return costs;
  const of = (...kinds: readonly Block["kind"][]) => blocks.filter(({ kind }) => kinds.includes(kind));
  const [sources, quotes, lines] = [of("source"), of("quote"), of("heading", "text", "note", "actions")];
  const forSources = share(sources, costs, Math.floor(most * SOURCE_SHARE));
  let left = most - MORE_COST - total(forSources);
  const forLines = new Map<Block, number>();
  let linesLeft = left - Math.min(sum(quotes), Math.floor(left * QUOTE_SHARE));
  for (const line of lines) {
    const cost = costs.get(line) ?? 0;
    // A first line that is too long by itself is cut; after that whole lines only.
    if (cost > linesLeft && forLines.size > 0) break;
    forLines.set(line, Math.min(cost, linesLeft));
    linesLeft -= Math.min(cost, linesLeft);
  }
  left -= total(forLines);
  return new Map([...forSources, ...forLines, ...share(quotes, costs, left)]);
}

function total(shares: Costs): number {
  return [...shares.values()].reduce((sum, one) => sum + one, 0);
}

function share(blocks: readonly Block[], costs: Costs, most: number): Costs {
  const shares = maxMinShare(
    blocks.map((block) => costs.get(block) ?? 0),
    most,
  );
  return new Map(blocks.map((block, at) => [block, shares[at] ?? 0]));
}
