// Checks a whole text: which of its words are quotations, and whether these are in the reports.
import type { QuotationCheck } from "#domain/quotation-check.ts";
import { parseTextBlocks, type TextBlock } from "./quoted-text.ts";
import type { Verify } from "./verify.ts";

/**
 * A check for every quotation of a text, in order; if it quotes nothing, for each of its paragraphs. Empty if the text
 * has no words.
 */
export type VerifyText = (text: string) => readonly QuotationCheck[];

export function verifyText(text: string, verify: Verify): readonly QuotationCheck[] {
  const blocks = parseTextBlocks(text);
  const quoted = longEnough(blocks.flatMap((block) => verifyBlock(block, verify)));
  if (quoted.length > 0) return quoted;
  const whole = blocks.map((block) => verify(block.text));
  const long = longEnough(whole);
  return long.length > 0 ? long : whole;
}

function longEnough(checks: readonly QuotationCheck[]): readonly QuotationCheck[] {
  return checks.filter(({ verdict }) => verdict !== "too-short");
}

function verifyBlock(block: TextBlock, verify: Verify): readonly QuotationCheck[] {
  if (block.quoted) return [verify(block.text)];
  if (block.passages.length === 0) return [];
  const whole = verify(block.text);
  return isPassage(block, whole) ? [whole] : block.passages.map(({ text }) => verify(text));
}

/**
 * True for a passage of a report that itself contains quotation marks: at least half of the words outside of the marks
 * are in the report as well. If the writer only quotes the report, the words outside are the writer's own.
 */
function isPassage({ text, passages }: TextBlock, check: QuotationCheck): boolean {
  if (check.verdict === "not-in-reports" || check.verdict === "too-short") return false;
  const outside = Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), ({ index }) => index).filter(
    (index) => !passages.some(({ start, end }) => index >= start && index < end),
  );
  const differing = check.verdict === "altered" ? check.differences : [];
  const found = outside.filter(
    (index) => !differing.some(({ quotation: { start, end } }) => index >= start && index < end),
  );
  return outside.length > 0 && found.length * 2 >= outside.length;
}
