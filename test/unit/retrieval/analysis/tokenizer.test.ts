import fc from "fast-check";
import { expect, test } from "vitest";
import { contentTerms, fold, tokenize } from "#retrieval/analysis/tokenizer.ts";

function foldedWords(text: string): string {
  return tokenize(text)
    .map(({ folded }) => folded)
    .join(" ");
}

test.each([
  ["a 700km border", "a 700 km border"],
  ["a 700-kilometre border", "a 700 km border"],
  ["5 kg and 5 kilograms", "5 kg and 5 kg"],
  ["60 mph, 60mph", "60 mph 60 mph"],
  ["US $314.89 million", "us 314.89 million"],
  ["USD 5", "$ 5"],
  ["the 1.5bn budget", "the 1.5 billion budget"],
  ["3 mn, 3 mln, 3 tn", "3 million 3 million 3 trillion"],
  ["40% of sales", "40 percent of sales"],
  ["40 pct", "40 percent"],
  ["21st October 1,200", "21 october 1200"],
  ["the 1980s", "the 1980"],
  ["F-35s and F35", "f35 and f35"],
  ["the U.S. and a.m.", "the us and am"],
  ["Iran’s and Iran's", "iran and iran"],
  ["it isn't", "it isnt"],
  ["Nagorno-Karabakh, US‑led", "nagorno karabakh us led"],
  ["Türkiye ﬁnal CAFÉ", "turkiye final cafe"],
  ["soft\u00ADhyphen and zero\u200Bwidth", "softhyphen and zerowidth"],
  ["the Chal- lenger acci- dent", "the challenger accident"],
  ["in- and outflow", "in and outflow"],
  ["…!? — «»", ""],
])("%j is read as %j", (text, expected) => {
  expect(foldedWords(text)).toBe(expected);
});

test.each([
  ["invading", "invad"],
  ["hidden", "hide"],
  ["crises", "crisi"],
  ["700", "700"],
  ["kilometres", "km"],
  ["Баку", "баку"],
])("the stem of %s is %s", (word, stem) => {
  expect(tokenize(word).map((term) => term.stem)).toEqual([stem]);
});

test.each([
  ["Iran", true],
  ["iran", false],
  ["700", true],
  ["%", false],
  ["Élan", true],
])("%s is capitalized: %s", (word, expected) => {
  expect(tokenize(word)[0]?.capitalized).toBe(expected);
});

test("content terms are the words without stop words and question words", () => {
  const terms = contentTerms("Who isn't on the border of Iran?");
  expect(terms.map(({ folded }) => folded)).toEqual(["border", "iran"]);
});

test("a term's place is that of the printed word, without a split-off ending or unit", () => {
  const text = "the 21st, 700km";
  expect(tokenize(text).map(({ start, end }) => text.slice(start, end))).toEqual(["the", "21", "700", "km"]);
});

test("likely and unlikely are different terms", () => {
  const [likely, unlikely] = contentTerms("likely unlikely");
  expect(likely?.stem).not.toBe(unlikely?.stem);
});

test("terms are in order and do not overlap, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      let last = 0;
      for (const { start, end, folded } of tokenize(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(folded).not.toBe("");
        last = end;
      }
    }),
  );
});

test("folding a folded word changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});
