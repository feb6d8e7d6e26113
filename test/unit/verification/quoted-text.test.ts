import { expect, test, vi } from "vitest";
import { parseTextBlocks } from "#verification/quoted-text.ts";

const quotationsIn = (text: string) =>
  parseTextBlocks(text).flatMap((block) =>
    block.quoted ? [block.text] : block.passages.map((passage) => passage.text),
  );

test.each([
  ['She wrote "a red line" and "no more".', ["a red line", "no more"]],
  ["She wrote \u201Ca \u2018red\u2019 line\u201D.", ["a \u2018red\u2019 line"]],
  ["Sie schrieb \u201Eeine rote Linie\u201C und \u00BBnicht mehr\u00AB.", ["eine rote Linie", "nicht mehr"]],
  ["Elle a \u00E9crit \u00AB une ligne rouge \u00BB.", ["une ligne rouge"]],
  ["He said \u2018we can\u2019t go\u2019 twice.", ["we can\u2019t go"]],
  ["They \u201Ddirected recent attacks\u201D at once.", ["directed recent attacks"]],
  ["See:\n> a red line\n> for Iran\nI doubt it.", ["a red line for Iran"]],
  ["See:\n&gt; a red line\n&gt;\n&gt; another one", ["a red line", "another one"]],
  ['> a "red" line', ['a "red" line']],
  ["\u201CA red line.\n\n\u201CAnd no more.\u201D he said", ["A red line.", "And no more."]],
  ['"A red line.\n\n"And no more."', ["A red line.", "And no more."]],
  ["See:\n>>> a red line\nfor Iran\n\nand more", ["a red line for Iran", "and more"]],
  ["See:\n&gt;&gt;&gt; a red line\nfor Iran", ["a red line for Iran"]],
  ["a strategic mistake.\u201D And so on", []],
  ["Iran's parliament, 5\u2019 tall, can't", []],
  ["", []],
])("in %j the quotations are %j", (text, quotations) => {
  expect(quotationsIn(text)).toEqual(quotations);
});

test.each([
  ["one\ntwo\n\nthree", ["one\ntwo", "three"]],
  ["one\n> two\n> three\nfour", ["one", "> two three", "four"]],
  ["\n\n  one  \n \t\ntwo", ["one", "two"]],
  ["> one\n\n> two", ["> one", "> two"]],
  ["   > one", ["> one"]],
  ["one > two", ["one > two"]],
  [" \n ", []],
])("%j has the blocks %j", (text, blocks) => {
  const shown = parseTextBlocks(text).map((block) => (block.quoted ? `> ${block.text}` : block.text));
  expect(shown).toEqual(blocks);
});

test.each([
  ['He said "a red line" twice.', '"a red line"'],
  ["\u00AB une ligne \u00BB", "\u00AB une ligne \u00BB"],
])("the passage in %j spans its quotation marks", (text, marked) => {
  const [block] = parseTextBlocks(text);
  const [passage] = block?.passages ?? [];
  expect(block?.text.slice(passage?.start, passage?.end)).toBe(marked);
});

test.each(["\u201E", "\u201C", "\u00AB"])(
  "when nothing closes it, the mark %s is not followed to the end of the text each time",
  (mark) => {
    const exec = vi.spyOn(RegExp.prototype, "exec");
    parseTextBlocks(`${mark} `.repeat(1000));
    const steps = exec.mock.calls.length;
    exec.mockRestore();
    // One to find it, one for the pattern of a quotation that ends with the text.
    expect(steps).toBeLessThan(2100);
  },
);
