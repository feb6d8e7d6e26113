// /verify: checks whether quotations are in the reports, word for word.

import { audienceOf, type Command } from "#bot/command.ts";
import { withNote } from "#bot/messages/blocks.ts";
import { NO_TEXT } from "#bot/messages/failure.ts";
import { checksMessage } from "#bot/messages/quotation-check.ts";
import { UsageError } from "#domain/errors.ts";
import type { QuotationCheck } from "#domain/quotation-check.ts";
import { truncateAtWord } from "#text/truncate.ts";
import type { VerifyText } from "#verification/verify-text.ts";

/** How much of a text is checked, in characters and in quotations. */
type CheckLimits = Readonly<{ length: number; quotations: number }>;

// The message shows three of the quotations in full and the verdict of the others.
const OF_A_MESSAGE: CheckLimits = { length: 4000, quotations: 40 };

export const verify: Command = {
  name: "verify",
  description: "Check whether quotations appear word for word in the reports",
  usage: "<text>",
  searches: true,
  shortcut: "Check quotations",
  options: [
    { name: "text", description: "A quotation, or a text with quotations in it", required: true, long: true },
  ],
  async run(invocation, { knowledge: { library, verifyText }, now: today }) {
    const { text = "" } = invocation.args;
    if (text === "" && invocation.via === "shortcut") throw new UsageError(NO_TEXT);
    const { checks, notes } = await checkText(text, verifyText);
    const message = checksMessage(checks, { library, audience: audienceOf(invocation), today });
    return { reply: notes.reduceRight(withNote, message) };
  },
};

export type CheckedText = Readonly<{
  /** In the order of the text; at least one. */
  checks: readonly QuotationCheck[];
  /** What was not checked, in words. Empty if the whole text was. */
  notes: readonly string[];
}>;

/** Checks the quotations of a text, or the text itself if it quotes nothing. Throws UsageError if it is empty. */
export async function checkText(
  text: string,
  verifyText: VerifyText,
  limits = OF_A_MESSAGE,
): Promise<CheckedText> {
  const typed = text.trim();
  const read = truncateAtWord(typed, limits.length);
  const { checks, total } = await verifyText(read, limits.quotations);
  if (checks.length === 0)
    throw new UsageError("There is nothing to check. Put the quotation after the command.");
  const notes = [];
  if (read.length < typed.length)
    notes.push(`Only the first ${limits.length} characters of the text were read.`);
  if (checks.length < total)
    notes.push(`Only the first ${checks.length} of ${total} quotations were checked.`);
  return { checks, notes };
}
