// How a check of a made quotation is scored: one function for the printed figures and for the test.
import { alsoIn, matchOf, type QuotationCheck } from "#domain/quotation-check.ts";
import type { Verify } from "#verification/verify.ts";
import type { MadeQuotation } from "./quotes.ts";

export type JudgedQuotation = Readonly<{
  made: MadeQuotation;
  check: QuotationCheck;
  /** The verdict is the right one. */
  right: boolean;
  /** The check names the paragraph that the words come from. */
  rightPlace: boolean;
  milliseconds: number;
}>;

const VERDICTS: Readonly<Record<MadeQuotation["kind"], QuotationCheck["verdict"]>> = {
  exact: "exact",
  punctuation: "same-words",
  altered: "altered",
  foreign: "not-in-reports",
  ellipsis: "exact",
};

export async function judgeQuotation(made: MadeQuotation, verify: Verify): Promise<JudgedQuotation> {
  const started = performance.now();
  const check = await verify(made.text);
  const milliseconds = performance.now() - started;
  const shown = [matchOf(check)?.paragraph, ...alsoIn(check)];
  const rightPlace = shown.some((paragraph) =>
    made.original.every((words) => paragraph?.text.includes(words) === true),
  );
  return { made, check, right: check.verdict === VERDICTS[made.kind], rightPlace, milliseconds };
}
