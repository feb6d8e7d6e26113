// Checks a quotation: whether the reports have its words exactly, with other punctuation, altered, or not at all.
import type { QuotationCheck, QuotationMatch } from "#domain/quotation-check.ts";
import type { Library } from "#domain/report.ts";
import { findAdjacentWords } from "./adjacent-words.ts";
import { findClosestMatch } from "./closest-match.ts";
import { ellipsesIn, isLongEnough, splitAt, wholeOf } from "./fragments.ts";
import { findInOrder, findWhole, matchAt, type Places } from "./places.ts";
import {
  createQuotationIndex,
  createQuotationIndexCache,
  type QuotationIndex,
  type QuotationIndexCache,
} from "./quotation-index.ts";
import { paragraphOf } from "./segment.ts";

/** Checks one quotation, given without the quotation marks around it. */
export type Verify = (quotation: string) => Promise<QuotationCheck>;

/** A cache shared with the library before a reload indexes only what has changed. */
export function createVerify(
  library: Library,
  cache: QuotationIndexCache = createQuotationIndexCache(),
): Verify {
  let index: Promise<QuotationIndex> | undefined;
  return async (quotation) => {
    // Put together when the first quotation is checked: many processes never check one.
    index ??= createQuotationIndex(library, cache);
    index.catch(() => {
      index = undefined;
    });
    const trimmed = quotation.trim();
    return { quotation: trimmed, ...(await check(trimmed, await index)) };
  };
}

type QuotationVerdict = QuotationCheck extends infer Check
  ? Check extends unknown
    ? Omit<Check, "quotation">
    : never
  : never;

async function check(quotation: string, index: QuotationIndex): Promise<QuotationVerdict> {
  const whole = wholeOf(quotation);
  if (!isLongEnough(whole)) return { verdict: "too-short" };
  const ellipses = ellipsesIn(quotation);
  const fragments = splitAt(ellipses, quotation);
  const places = await findWhole(whole, index);
  // Short fragments prove nothing, because many paragraphs have all of them; the whole may still be found if its dots
  // are the report's own.
  if (!fragments.some(isLongEnough)) return (await verdictOf([places], index)) ?? { verdict: "too-short" };
  const inOrder = ellipses.length > 0 ? [await findInOrder(fragments, index)] : [];
  const found = await verdictOf([places, ...inOrder], index);
  if (found !== undefined) return found;
  const closest = await findClosestMatch(quotation, fragments, index);
  return closest === undefined ? { verdict: "not-in-reports" } : { verdict: "altered", ...closest };
}

/** Of the first that has exact places these only, else all places that have the same words. */
async function verdictOf(
  found: readonly Places[],
  index: QuotationIndex,
): Promise<QuotationVerdict | undefined> {
  const [exact, ...others] = found.find((places) => places.exact.length > 0)?.exact ?? [];
  if (exact !== undefined)
    return { verdict: "exact", ...matched(exact), also: others.map(({ paragraph }) => paragraph) };
  const [same, ...further] = found.flatMap((places) => places.same);
  if (same === undefined) return undefined;
  return {
    verdict: "same-words",
    ...matched(await matchAt(same, index)),
    also: further.map(paragraphOf),
  };
}

function matched(match: QuotationMatch) {
  const adjacent = findAdjacentWords(match);
  return { match, ...(adjacent === undefined ? {} : { adjacent }) };
}
