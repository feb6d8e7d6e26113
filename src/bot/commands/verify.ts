// /verify: whether the quotations of a text stand in the reports, word for word.

import { audienceOf, type Command } from "#bot/command.ts";
import { withNote } from "#bot/messages/blocks.ts";
import { checksMessage } from "#bot/messages/quotation-check.ts";
import { UsageError } from "#domain/errors.ts";
import type { QuotationCheck } from "#domain/quotation-check.ts";
import { truncateAtWord } from "#text/truncate.ts";
import { parseTextBlocks, type TextBlock } from "#verification/quoted-text.ts";
import type { Verify } from "#verification/verify.ts";

export const verify: Command = {
  name: "verify",
  description: "Check whether quotations stand in the reports, word for word",
  usage: "<text>",
  searches: true,
  shortcut: "Check quotations",
  options: [{ name: "text", description: "A quotation, or a text with quotations in it", required: true }],
  async run(invocation, { knowledge: { library, verify: by }, today }) {
    const { checks, cut } = checkText(invocation.args.text ?? "", by);
    const message = checksMessage(checks, { library, audience: audienceOf(invocation), today });
    return cut
      ? withNote(message, `Only the first ${MAX_TEXT_LENGTH} characters of the text were read.`)
      : message;
  },
};

const MAX_TEXT_LENGTH = 4000;

export type CheckedText = Readonly<{
  /** In the order of the text; at least one. */
  checks: readonly QuotationCheck[];
  /** The text was too long, and only its beginning was read. */
  cut: boolean;
}>;

/** Checks what is quoted in a text, or the text itself where nothing is. Throws UsageError when it is empty. */
export function checkText(text: string, by: Verify): CheckedText {
  const read = truncateAtWord(text.trim(), MAX_TEXT_LENGTH);
  const blocks = parseTextBlocks(read);
  if (blocks.length === 0) throw new UsageError("Check which words? Put the quotation after the command.");
  const quoted = longEnough(blocks.flatMap((block) => checkBlock(block, by)));
  if (quoted.length > 0) return { checks: quoted, cut: read.length < text.trim().length };
  const whole = blocks.map((block) => by(block.text));
  const long = longEnough(whole);
  return { checks: long.length > 0 ? long : whole, cut: read.length < text.trim().length };
}

function longEnough(checks: readonly QuotationCheck[]): readonly QuotationCheck[] {
  return checks.filter(({ verdict }) => verdict !== "too-short");
}

function checkBlock(block: TextBlock, by: Verify): readonly QuotationCheck[] {
  if (block.quoted) return [by(block.text)];
  if (block.passages.length === 0) return [];
  const whole = by(block.text);
  return standsWhole(block, whole) ? [whole] : block.passages.map(({ text }) => by(text));
}

/**
 * A passage of a report may have quotation marks of its own. It is one when the words around them stand around them in
 * the report too; the words of somebody who quotes do not.
 */
function standsWhole({ text, passages }: TextBlock, check: QuotationCheck): boolean {
  if (check.verdict === "not-in-reports" || check.verdict === "too-short") return false;
  const around = Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), ({ index }) => index).filter(
    (at) => !passages.some(({ start, end }) => at >= start && at < end),
  );
  const differing = check.verdict === "altered" ? check.differences : [];
  const standing = around.filter(
    (at) => !differing.some(({ quotation: { start, end } }) => at >= start && at < end),
  );
  return around.length > 0 && standing.length * 2 >= around.length;
}
