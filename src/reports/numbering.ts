// Whether a report numbers its own paragraphs. If so its numbers win over our count.
import type { Block } from "./blocks.ts";

// A list of five points is no numbering of a report: most of the report's paragraphs must take part, in order.
const FEWEST = 5;
const SHARE_NUMBERED = 0.5;
const SHARE_RISING = 0.95;

/** The blocks with `number` kept only where it is the report's own numbering. */
export function settleNumbers(blocks: readonly Block[]): readonly Block[] {
  const read = blocks.map(readNumber);
  const prose = read.filter(({ kind }) => kind === "paragraph" || kind === "item");
  const numbers = prose.flatMap(({ number }) => (number === undefined ? [] : [number]));
  const rising = numbers.filter((number, at) => at === 0 || isAfter(number, numbers[at - 1] ?? "")).length;
  const numbered =
    numbers.length >= FEWEST &&
    numbers.length >= SHARE_NUMBERED * prose.length &&
    rising >= SHARE_RISING * numbers.length;
  return numbered
    ? read
    : blocks.map(({ number, ...block }) => (number === undefined ? block : unnumbered(block, number)));
}

/** A number in front of a plain paragraph ("2.20 The committee …") is read too. */
function readNumber(block: Block): Block {
  if (block.kind !== "paragraph" || block.number !== undefined) return block;
  const { number, rest } =
    /^(?<number>\d{1,4}(?:\.\d{1,4})*)[.)]?\s+(?<rest>.+)$/su.exec(block.text)?.groups ?? {};
  return number === undefined || rest === undefined ? block : { ...block, number, text: rest };
}

/** In an ordinary list the printed number is a part of what is shown. */
function unnumbered(block: Block, number: string): Block {
  return { ...block, text: `${number}. ${block.text}` };
}

function isAfter(number: string, before: string): boolean {
  const [own, other] = [number.split(".").map(Number), before.split(".").map(Number)];
  for (let at = 0; at < Math.max(own.length, other.length); at++) {
    const difference = (own[at] ?? -1) - (other[at] ?? -1);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
