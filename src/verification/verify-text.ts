// Checks a whole text or draft: which of its words are quotations, and whether these are in the reports.
import { readFileSync } from "node:fs";
import type { QuotationCheck } from "#domain/quotation-check.ts";
import { parseWords } from "#text/word-list.ts";
import { isLongEnough, wholeOf } from "./fragments.ts";
import { parseTextBlocks, type TextBlock } from "./quoted-text.ts";
import type { Verify } from "./verify.ts";

/** A text's quotations; if it quotes nothing, its paragraphs instead. */
export type CheckedQuotations = Readonly<{
  /** In the order of the text. Empty if the text has no words. */
  checks: readonly QuotationCheck[];
  /** How many quotations the text has. */
  total: number;
}>;

/** Checks the first `max` quotations of a text. */
export type VerifyText = (text: string, max: number) => Promise<CheckedQuotations>;

export async function verifyText(text: string, max: number, verify: Verify): Promise<CheckedQuotations> {
  const blocks = parseTextBlocks(text);
  const verifyOnce = rememberChecks(verify);
  const quoted = await verifyBlocks(blocks, max, verifyOnce);
  if (quoted.checks.length > 0) return quoted;
  const texts = blocks.map((block) => block.text);
  const long = await verifyLong(texts, max, verifyOnce);
  if (long.checks.length > 0) return long;
  return { checks: await verifyEach(texts.slice(0, max), verifyOnce), total: texts.length };
}

/** Equal quotations are checked once. */
function rememberChecks(verify: Verify): Verify {
  const checks = new Map<string, Promise<QuotationCheck>>();
  return (quotation) => {
    const check = checks.get(quotation) ?? verify(quotation);
    checks.set(quotation, check);
    return check;
  };
}

async function verifyBlocks(
  blocks: readonly TextBlock[],
  max: number,
  verify: Verify,
): Promise<CheckedQuotations> {
  const checks: QuotationCheck[] = [];
  let total = 0;
  // Blocks are read as a whole first, which takes as long as checking one more quotation.
  let blocksRead = 0;
  for (const block of blocks) {
    const room = max - checks.length;
    const readsWhole = block.passages.length > 0 && room > 0 && blocksRead < max;
    const whole = readsWhole ? await verify(block.text) : undefined;
    if (readsWhole) blocksRead += 1;
    const texts = block.quoted ? [block.text] : block.passages.map((passage) => passage.text);
    const own =
      whole !== undefined && isPassage(block, whole)
        ? { checks: [whole], total: 1 }
        : await verifyLong(texts, room, verify);
    checks.push(...own.checks);
    total += own.total;
  }
  return { checks, total };
}

/** Leaves out the texts that are too short to check. */
async function verifyLong(texts: readonly string[], max: number, verify: Verify): Promise<CheckedQuotations> {
  const long = texts.filter((text) => isLongEnough(wholeOf(text)));
  const checks = await verifyEach(long.slice(0, max), verify);
  const done = checks.filter(({ verdict }) => verdict !== "too-short");
  return { checks: done, total: done.length + long.length - checks.length };
}

async function verifyEach(texts: readonly string[], verify: Verify): Promise<readonly QuotationCheck[]> {
  const checks: QuotationCheck[] = [];
  for (const text of texts) checks.push(await verify(text));
  return checks;
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

/** A paragraph of a draft. `isQuotation`: all of it is quoted. */
type DraftBlock = Readonly<{ text: string; isQuotation: boolean; place: string }>;

export type DraftChecks = Readonly<{
  /** In the order of the draft. */
  checks: readonly Readonly<{ place: string; check: QuotationCheck }>[];
  notChecked: readonly NotChecked[];
}>;

export type NotChecked = Readonly<{
  place: string;
  quotation: string;
  /** `too-short`: words that are put into marks for other reasons, too. */
  reason: "too-short" | "another-language";
}>;

/** Checks every quotation. What cannot be checked is said to be so, with the reason: it is not "absent". */
export async function verifyDraft(blocks: readonly DraftBlock[], verify: Verify): Promise<DraftChecks> {
  const checks: { place: string; check: QuotationCheck }[] = [];
  const notChecked: NotChecked[] = [];
  for (const { text, isQuotation, place } of blocks)
    for (const quotation of isQuotation ? [text] : quotationsIn(text)) {
      const check = isLongEnough(wholeOf(quotation)) ? await verify(quotation) : undefined;
      if (check === undefined || check.verdict === "too-short")
        notChecked.push({ place, quotation, reason: "too-short" });
      else if (check.verdict === "not-in-reports" && !readsAsEnglish(quotation))
        notChecked.push({ place, quotation, reason: "another-language" });
      else checks.push({ place, check });
    }
  return { checks, notChecked };
}

function quotationsIn(text: string): readonly string[] {
  return parseTextBlocks(text).flatMap(({ quoted, passages, text: words }) =>
    quoted ? [words] : passages.map((passage) => passage.text),
  );
}

const FUNCTION_WORDS = parseWords(
  readFileSync(new URL("./data/en/function-words.txt", import.meta.url), "utf8"),
);
const MIN_WORDS = 5;

/** Too few words to tell count as English. */
function readsAsEnglish(quotation: string): boolean {
  const words = quotation.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length < MIN_WORDS || words.some((word) => FUNCTION_WORDS.has(word));
}
