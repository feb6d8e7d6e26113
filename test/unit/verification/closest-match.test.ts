import { expect, test, vi } from "vitest";
import { libraryOf } from "#test/support/library.ts";
import { findClosestMatch } from "#verification/closest-match.ts";
import { normalize } from "#verification/normalized-text.ts";
import { createQuotationIndex, createQuotationIndexCache } from "#verification/quotation-index.ts";

const index = await createQuotationIndex(
  libraryOf([
    "Otters eat crayfish at night. They do not hunt in winter, when the river is frozen.",
    "Beavers build dams of mud and wood across 12 rivers of the north.",
    "As a result, the dam is reviewed in full by the council.",
    "As a result the dam is reviewed in full by the council.",
    "The river was closed by the Chal- lenger accident for a very long time.",
  ]),
  createQuotationIndexCache(),
);

/** The fragments of a quotation, divided at its bars. */
function fragmentsOf(quotation: string) {
  const texts = quotation.split("|");
  return texts.map((text, i) => ({
    text,
    start: texts.slice(0, i).join("|").length + (i === 0 ? 0 : 1),
    endsQuotation: i === texts.length - 1,
    normalized: normalize(text),
  }));
}

/** The passage that was found, then `kind: report > quotation` for each difference. */
async function closestTo(quotation: string) {
  const found = await findClosestMatch(quotation, fragmentsOf(quotation), index);
  if (found === undefined) return [];
  const { paragraph, span } = found.closest;
  const differences = found.differences.map(
    ({ kind, report, quotation: quoted }) =>
      `${kind}: ${paragraph.text.slice(report.start, report.end)} > ${quotation.slice(quoted.start, quoted.end)}`,
  );
  return [paragraph.text.slice(span.start, span.end), ...differences];
}

test.each([
  ["Otters eat crabs at night", ["Otters eat crayfish at night", "words: crayfish > crabs"]],
  ["Otters eat crayfish at night, hunting not", ["Otters eat crayfish at night", "negation:  > hunting not"]],
  ["at night. They do hunt in winter", ["at night. They do not hunt in winter", "negation: not > "]],
  ["They do not ever hunt in winter", ["They do not hunt in winter", "words:  > ever"]],
  ["dams of mud and wood across 15 rivers", ["dams of mud and wood across 12 rivers", "number: 12 > 15"]],
  ["dams of Mexican mud and wood", ["dams of mud and wood", "name:  > Mexican"]],
  [
    "Beavers build dams of stone and wood across 15 rivers",
    ["Beavers build dams of mud and wood across 12 rivers", "words: mud > stone", "number: 12 > 15"],
  ],
  // A word in another place is one added and one left out.
  [
    "crayfish otters eat at night",
    ["Otters eat crayfish at night", "words:  > crayfish", "words: crayfish > "],
  ],
  // A word that a dash divides in the report is not a difference.
  [
    "The road was closed by the Challenger accident for a very long time",
    ["The river was closed by the Chal- lenger accident for a very long time", "words: river > road"],
  ],
  // What is left out between two fragments is not a difference.
  [
    "Otters eat crabs at night|when the river is frozen",
    [
      "Otters eat crayfish at night. They do not hunt in winter, when the river is frozen",
      "words: crayfish > crabs",
    ],
  ],
  // Too little in common.
  ["Otters sleep in the summer sun all day", []],
  ["eat crayfish now", []],
  ["wolves howl at the moon", []],
])("%j comes from %j", async (quotation, found) => {
  expect(await closestTo(quotation)).toEqual(found);
});

test.each([
  ["As a result, the dam is checked in full by the council.", "As a result, the dam"],
  ["As a result the dam is checked in full by the council.", "As a result the dam"],
])(
  "of two sentences that differ in punctuation, %j comes from the one with the same",
  async (quotation, start) => {
    const [passage] = await closestTo(quotation);
    expect(passage?.startsWith(start)).toBe(true);
  },
);

test("of a paragraph of very many words the likeliest part is compared with a long quotation", async () => {
  const letters = "abcdefghij";
  const words = Array.from({ length: 9000 }, (_, i) =>
    String(10_000 + ((i * 7919) % 9001)).replace(/\d/gu, (digit) => letters[Number(digit)] ?? ""),
  );
  const long = await createQuotationIndex(
    libraryOf(["Otters eat crayfish.", words.join(" ")]),
    createQuotationIndexCache(),
  );
  const quoted = words.slice(6000, 8000);
  quoted[1000] = "otters";
  const quotation = quoted.join(" ");
  const sizes: number[] = [];
  vi.stubGlobal(
    "Uint8Array",
    class extends Uint8Array {
      constructor(size: number) {
        super(size);
        sizes.push(size);
      }
    },
  );
  const found = await findClosestMatch(quotation, fragmentsOf(quotation), long);
  vi.unstubAllGlobals();
  // The table of the alignment, which otherwise has 18 million cells.
  expect(Math.max(...sizes)).toBeGreaterThan(2_000_000);
  expect(Math.max(...sizes)).toBeLessThan(6_000_000);
  const { text } = found!.closest.paragraph;
  const { start, end } = found!.closest.span;
  expect(text.slice(start, end)).toBe(words.slice(6000, 8000).join(" "));
  expect(found!.differences.map(({ report }) => text.slice(report.start, report.end))).toEqual([words[7000]]);
});
