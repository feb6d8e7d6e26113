// Decides how much of each block is shown when a message is too long: citations come first, then lines of text, and
// quotations share the rest.
import type { Block } from "#domain/message.ts";
import { maxMinShare } from "#platforms/shared/max-min-share.ts";

export type WordsBlock = Exclude<Block, { kind: "actions" }>;

/** Characters by block, as they are sent: with escapes and the line break after it. */
type Lengths = ReadonlyMap<Block, number>;

/** Shown last when blocks were left out. */
export const MORE: Block = { kind: "note", runs: [{ text: "The rest does not fit here." }] };

// Reserved for MORE, which is a little shorter.
const MORE_LENGTH = 40;
// The part of the room left by citations that quotations may claim before lines of text are dropped.
const QUOTE_SHARE = 0.75;
// Citations are shown whole unless together they exceed this part of the message, which only absurd ones do.
const SOURCE_SHARE = 0.6;

/**
 * How many characters each block may have, at most `max` together; blocks that are left out are not in the result.
 * Citations come first and whole, then lines of text one by one until no more fit, and quotations share the rest: a
 * short one stays whole beside a long one.
 */
export function allotCharacters(lengths: Lengths, max: number): Lengths {
  const blocks = [...lengths.keys()];
  const sum = (some: readonly Block[]) => some.reduce((total, block) => total + (lengths.get(block) ?? 0), 0);
  if (sum(blocks) <= max) return lengths;
  const of = (...kinds: readonly Block["kind"][]) => blocks.filter(({ kind }) => kinds.includes(kind));
  const [sources, quotes, lines] = [of("source"), of("quote"), of("heading", "text", "note", "actions")];
  const forSources = share(sources, lengths, Math.floor(max * SOURCE_SHARE));
  let left = max - MORE_LENGTH - total(forSources);
  const forLines = new Map<Block, number>();
  let linesLeft = left - Math.min(sum(quotes), Math.floor(left * QUOTE_SHARE));
  for (const line of lines) {
    const length = lengths.get(line) ?? 0;
    // The first line may be cut; after it only whole lines are shown.
    if (length > linesLeft && forLines.size > 0) break;
    forLines.set(line, Math.min(length, linesLeft));
    linesLeft -= Math.min(length, linesLeft);
  }
  left -= total(forLines);
  return new Map([...forSources, ...forLines, ...share(quotes, lengths, left)]);
}

function total(lengths: Lengths): number {
  return [...lengths.values()].reduce((sum, length) => sum + length, 0);
}

function share(blocks: readonly Block[], lengths: Lengths, max: number): Lengths {
  const shares = maxMinShare(
    blocks.map((block) => lengths.get(block) ?? 0),
    max,
  );
  return new Map(blocks.map((block, index) => [block, shares[index] ?? 0]));
}
