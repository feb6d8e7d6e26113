// Tells an English word from a misspelt one. A real word that the reports lack must not be read as another: without this
// list a small report turns "raid" into "said".
import dictionary from "dictionary-en";

// Hunspell's list holds base words with affix flags ("border/MDSG"). Names are left out: "Chanel" must not make "chanels"
// a word.
const bases = new Set<string>();
for (const line of new TextDecoder().decode(dictionary.dic).split("\n")) {
  const base = line.split("/")[0] ?? "";
  if (base === base.toLowerCase()) bases.add(base);
}

// These endings and `isBase` stand in for the rules of Hunspell's .aff file: which affixes a word takes matters to a
// spelling checker, but here a form that is formed regularly from any base word is word enough.
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
