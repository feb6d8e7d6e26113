// Numbers written as words, without spaces.

const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const MAX_NUMBER = 9999;

/** The ways to write a whole number, ordinals aside: of 2018 "twothousandeighteen" and "twentyeighteen" among others. */
export function wordsOfNumber(digits: string): readonly string[] {
  const number = Number(digits);
  if (number > MAX_NUMBER) return [];
  if (number < 100) return [belowHundred(number)];
  const [rest, hundreds] = [number % 100, Math.floor(number / 100)];
  const [thousands, single] = [Math.floor(hundreds / 10), hundreds % 10];
  const whole = thousands === 0 ? "" : `${belowHundred(thousands)}thousand`;
  const heads = [
    `${belowHundred(hundreds)}hundred`,
    whole + (single === 0 ? "" : `${belowHundred(single)}hundred`),
  ];
  if (rest === 0) return heads;
  const last = belowHundred(rest);
  const pairs = [`${belowHundred(hundreds)}${last}`, `${belowHundred(hundreds)}oh${last}`];
  return [...heads.flatMap((head) => [head + last, `${head}and${last}`]), ...pairs];
}

function belowHundred(number: number): string {
  if (number < 20) return SMALL[number] ?? "";
  const [tens, ones] = [TENS[Math.floor(number / 10)] ?? "", number % 10];
  return ones === 0 ? tens : `${tens}${SMALL[ones] ?? ""}`;
}
