// What kind of change a differing word is: a lost "not" weighs more than a synonym.
import { DIFFERENCE_KINDS, type Difference } from "#domain/quotation-check.ts";
import { lettersOf, wordsOf } from "./normalized-text.ts";

type Kind = Difference["kind"];

const NEGATIONS = new Set(
  `not no never none nor neither nobody nothing nowhere without cannot hardly scarcely barely seldom rarely
  isnt arent wasnt werent dont doesnt didnt hasnt havent hadnt wont wouldnt cant couldnt shouldnt mustnt neednt aint`.split(
    /\s+/u,
  ),
);

const NUMBERS = new Set(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
  millions billion billions trillion trillions dozen dozens half halves third thirds quarter quarters fifth tenth first
  second fourth once twice double triple percent both % \u2030 \u00B0 -`.split(/\s+/u),
);

// How sure an author is, and that something was only said.
const HEDGES = new Set(
  `unlikely likely likelihood probably probable probability improbable possibly possible possibility impossible perhaps
  maybe may might could would should can must will shall almost nearly certain certainly uncertain definitely surely
  clearly appear appears appeared appearing apparent apparently seem seems seemed seemingly suggest suggests suggested
  suggesting indicate indicates indicated reportedly reported allegedly alleged claim claims claimed believed believe
  believes assess assesses assessed judge judges judged estimate estimates estimated expected expect expects plausible
  plausibly implausible theoretically potentially potential presumably supposedly largely mostly mainly partly
  approximately roughly about around some generally usually often sometimes doubtful doubtless`.split(/\s+/u),
);

const NEGATING = /^(?:un|in|im|il|ir|dis|non|mis)(?<rest>\p{L}{3,})$/u;

/** `report` and `quotation`: the differing words as printed; `opens`: a sentence of the report begins with them. */
export function kindOf(report: string, quotation: string, opens: boolean): Kind {
  const [printed, typed] = [wordsIn(report), wordsIn(quotation)];
  const only = [
    ...printed.filter((word) => !typed.includes(word)),
    ...typed.filter((word) => !printed.includes(word)),
  ];
  const kinds: Readonly<Record<Kind, boolean>> = {
    negation:
      only.some((word) => NEGATIONS.has(word)) || isNegated(printed, typed) || isNegated(typed, printed),
    number: only.some((word) => /[\p{N}\p{Sc}\p{Sm}]/u.test(word) || NUMBERS.has(word)),
    hedge: only.some((word) => HEDGES.has(word)),
    name: isName(report, quotation, opens) || isName(quotation, report, opens),
    words: true,
  };
  return DIFFERENCE_KINDS.find((kind) => kinds[kind]) ?? "words";
}

function wordsIn(text: string): readonly string[] {
  return wordsOf(lettersOf(text)).map(({ letters }) => letters);
}

/** "unlikely" for "likely". */
function isNegated(words: readonly string[], others: readonly string[]): boolean {
  return words.some((word) => others.includes(NEGATING.exec(word)?.groups?.rest ?? ""));
}

/** A capital that no beginning of a sentence explains; at one, a capital on both sides. */
function isName(words: string, others: string, opens: boolean): boolean {
  const capital = /(?<![\p{L}\p{M}])\p{Lu}/u;
  if (!capital.test(words)) return false;
  return !opens || (capital.test(others) && words.trim() !== "") || /\s\p{Lu}/u.test(words);
}
