// Tells an English word from a mistyped one: a real word that the reports lack is not to be read as another.
import dictionary from "dictionary-en";

// Hunspell's list holds base words with affix flags ("border/MDSG"). Names stand for themselves only: "Chanel" does
// not make "chanels" a word.
const names = new Set<string>();
const bases = new Set<string>();
for (const line of new TextDecoder().decode(dictionary.dic).split("\n")) {
  const base = line.split("/")[0] ?? "";
  const lower = base.toLowerCase();
  (base === lower ? bases : names).add(lower);
}

const ENDINGS = ["s", "es", "ed", "ing", "er", "ers", "est", "ly", "ness", "able", "ment", "ments"];

/** True for a base word and for its regular forms; `word` is folded. */
export function isEnglish(word: string): boolean {
  return (
    bases.has(word) ||
    ENDINGS.some((ending) => word.endsWith(ending) && isBase(word.slice(0, -ending.length)))
  );
}

/** Undoes what English spelling does before an ending: invad(e)ing, stop(p)ed, carri(y)es. */
function isBase(rest: string): boolean {
  const shorter = rest.slice(0, -1);
  return (
    rest.length >= 3 &&
    (bases.has(rest) ||
      bases.has(`${rest}e`) ||
      (rest.endsWith("i") && bases.has(`${shorter}y`)) ||
      (rest.at(-1) === rest.at(-2) && bases.has(shorter)))
  );
}
