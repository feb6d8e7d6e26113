import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BIDI_CONTROLS,
  collapseSpace,
  DISPLAY_CONTROLS,
  INVISIBLE,
  INVISIBLE_IN_WORDS,
  sanitize,
} from "#text/unicode.ts";

const classes = { BIDI_CONTROLS, DISPLAY_CONTROLS, INVISIBLE, INVISIBLE_IN_WORDS };

test.each([
  ["a letter", "a", []],
  ["a space", " ", []],
  ["a no-break space", "\u00A0", []],
  ["a line end", "\n", ["DISPLAY_CONTROLS"]],
  ["a tab", "\t", ["DISPLAY_CONTROLS"]],
  ["an escape", "\u001B", ["DISPLAY_CONTROLS"]],
  ["a C1 control", "\u009B", ["DISPLAY_CONTROLS"]],
  ["a right-to-left override", "\u202E", ["BIDI_CONTROLS", "DISPLAY_CONTROLS", "INVISIBLE"]],
  ["a left-to-right isolate", "\u2066", ["BIDI_CONTROLS", "DISPLAY_CONTROLS", "INVISIBLE"]],
  ["a pop directional isolate", "\u2069", ["BIDI_CONTROLS", "DISPLAY_CONTROLS", "INVISIBLE"]],
  ["a left-to-right mark", "\u200E", ["INVISIBLE", "INVISIBLE_IN_WORDS"]],
  ["a soft hyphen", "\u00AD", ["INVISIBLE", "INVISIBLE_IN_WORDS"]],
  ["a zero-width joiner", "\u200D", ["INVISIBLE", "INVISIBLE_IN_WORDS"]],
  ["a word joiner", "\u2060", ["INVISIBLE", "INVISIBLE_IN_WORDS"]],
  ["a byte order mark", "\uFEFF", ["INVISIBLE", "INVISIBLE_IN_WORDS"]],
  ["an invisible times", "\u2062", ["INVISIBLE"]],
])("%s is in its classes", (_, character, names) => {
  const found = Object.entries(classes).filter(([, members]) =>
    new RegExp(`[${members}]`, "u").test(character),
  );
  expect(found.map(([name]) => name)).toEqual(names);
});

test.each([
  ["plain words", "plain words"],
  ["a\nb\tc", "a b c"],
  ["\u001B[2J", " [2J"],
  ["\u202Efdp.exe\u202C", " fdp.exe "],
  ["half \uD83D of a pair", "half \uFFFD of a pair"],
  ["a whole \u{1F600}", "a whole \u{1F600}"],
  ["soft\u00ADhyphen", "soft\u00ADhyphen"],
])("%j is sent as %j", (text, safe) => {
  expect(sanitize(text)).toBe(safe);
});

test("what is safe stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(sanitize(sanitize(text))).toBe(sanitize(text));
    }),
  );
});

test.each([
  ["  a \n\t b\u00A0\u00A0c \uFEFF", "a b c"],
  ["a", "a"],
  [" \n ", ""],
])("the white space of %j collapses to %j", (text, collapsed) => {
  expect(collapseSpace(text)).toBe(collapsed);
});
