// What a pattern that backtracks would choke on, at any length.

const UNITS: Readonly<Record<string, string>> = {
  blanks: " ",
  tabs: "\t",
  "line ends": "\n",
  "no-break spaces": "\u00A0",
  dots: ".",
  ellipses: "\u2026",
  "blanks and dots": " .",
  "blanks and ellipses": " \u2026",
  digits: "1",
  "digits and dots": "1.",
  "digits and blanks": "1 ",
  "digits and dashes": "1-",
  "section signs": "\u00A7",
  "pilcrows and blanks": "\u00B6 ",
  "the word para": "para. ",
  "the word no": "no ",
  "the word to": "1 to ",
  scopes: "in:",
  "opened scopes": 'in:"a ',
  quotes: '"',
  commas: "mon,",
  slashes: "/",
  "stacked accents": "a\u0301\u0316",
};

/** By what they repeat: 23 texts of at least this many characters. The last character is one that nothing expects. */
export function hostileTexts(length: number): readonly (readonly [name: string, text: string])[] {
  return Object.entries(UNITS).map(([name, unit]) => [
    name,
    `${unit.repeat(Math.ceil(length / unit.length))}!`,
  ]);
}
