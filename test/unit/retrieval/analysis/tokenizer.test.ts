import fc from "fast-check";
import { expect, test } from "vitest";
import { contentTerms, fold, tokenize } from "#retrieval/analysis/tokenizer.ts";

const surfaces = (text: string) => tokenize(text).map(({ folded: surface }) => surface);

test.each([
  ["a 700km border", "a 700 km border"],
  ["a 700-kilometre border", "a 700 km border"],
  ["US $314.89 million", "us 314.89 million"],
  ["the 1.5bn budget", "the 1.5 billion budget"],
  ["40% of sales", "40 percent of sales"],
  ["21st October 1,200", "21 october 1200"],
  ["F-35s and F35", "f35 and f35"],
  ["the U.S. and a.m.", "the us and am"],
  ["Iran’s and Iran's", "iran and iran"],
  ["Nagorno-Karabakh, US‑led", "nagorno karabakh us led"],
  ["Türkiye ﬁnal CAFÉ", "turkiye final cafe"],
  ["soft\u00ADhyphen and zero\u200Bwidth", "softhyphen and zerowidth"],
  ["the Chal- lenger acci- dent", "the challenger accident"],
  ["in- and outflow", "in and outflow"],
])("%j is read as %j", (text, expected) => {
  expect(surfaces(text).join(" ")).toBe(expected);
});

test("likely and unlikely are different terms", () => {
  const [likely, unlikely] = contentTerms("likely unlikely");
  expect(likely?.stem).not.toBe(unlikely?.stem);
});

test("terms stand where they say, in order, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      let last = 0;
      for (const { start, end, folded: surface } of tokenize(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(surface).not.toBe("");
        last = end;
      }
    }),
  );
});

test("folding twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});
