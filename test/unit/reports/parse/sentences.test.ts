import fc from "fast-check";
import { expect, test } from "vitest";
import { splitSentences } from "#reports/parse/sentences.ts";

const split = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

// Each string is two sentences, divided at the bar.
test.each([
  "Mr. Baffa met Gen. Kochavi.|They spoke.",
  "Richard C. Baffa wrote it.|J. F. Kennedy did not.",
  "The U.S. Government paid 3.5 billion.|It was late.",
  "It was at 10 a.m. on Monday.|Then came No. 5.",
  'He noted, "We will not ..."|In response, Baku held another.',
  "He asked ...”why now, and why on our border?”|In response, Baku held another.",
  "See Fig. 3 and pp. 4.|Nothing follows.",
  "It sells drones, tanks, etc.|The rest is food.",
  "“Is it?” he asked.|“Yes!”",
  "It ended (see above.)|Then it began.",
  "It is so.[12]|It was so.",
  "12. Agencies shall act.|They did.",
  "He left the U.S.|The others stayed.",
  "Really?!|Yes.",
  "The strike ... was called off.|No one knows why.",
  "He said . . . Baffa had left.|It was so.",
  "It was late. . . .|In the end it came.",
  "It paid approx. $5 million.|It was late.",
  "It cites 44 U.S.C. § 3553(d).|It applies.",
  "This is the state of the art.|We know it.",
  "They saw the sun.|Baffa left on Sun. Nov. 5.",
  'He said: "No."|Then he left.',
  "Report it to cisa.gov.|Agencies must.",
  "The outlet etc. — Iran said so — is late.|It was so.",
  "ii. Provide accounts.|Use them.",
  "It ended.¹|Then it began.",
])("%s", (marked) => {
  expect(split(marked.replace("|", " "))).toEqual(marked.split("|"));
});

// Anything worse than linear time exceeds the time limit of a test.
test("a megabyte of anything is split to its last word", () => {
  const pieces = [
    ".",
    ". ",
    ".)",
    ". . ",
    "a. ",
    "Mr. ",
    "\u2026 ",
    "[1]",
    ".[1]",
    "\u{1F600}",
    "\u0301",
    "\uD800",
    "No. ",
  ];
  for (const piece of pieces) {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(splitSentences(text).at(-1)?.end, JSON.stringify(piece)).toBe(text.trimEnd().length);
  }
});

test("a combining mark is never separated from what it belongs to", () => {
  expect(split("It ended. \u0301It began.")).toHaveLength(1);
});

test("what has no end mark for 10,000 characters is cut at a space, and no word is lost", () => {
  const text = "otters swim ".repeat(2500).trimEnd();
  const parts = split(`It began. ${text}. It ended.`);
  expect(parts).toHaveLength(5);
  expect(parts.every((part) => part.length <= 10_020)).toBe(true);
  expect(parts.join(" ")).toBe(`It began. ${text}. It ended.`);
  const word = "a".repeat(30_000);
  expect(split(`${word} \u0301${word}.`)).toHaveLength(1);
});

test("sentences are trimmed, in order, and contain every word", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 8 }),
    fc.constantFrom(". ", "... ", "?” ", " Mr. ", " A. ", "! ", "\u00A0"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      let last = 0;
      for (const { start, end } of splitSentences(text)) {
        expect(text.slice(last, start).trim()).toBe("");
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(text.slice(last).trim()).toBe("");
    }),
  );
});
