// Recognises correctly spelt English words. Those that the reports lack must not be corrected: without this list,
// "raid" becomes "said" when a small report has only the latter.
import dictionary from "dictionary-en";

// Hunspell's list has base words with affix flags ("border/MDSG"). Names are left out, because "Chanel" must not make
// "chanels" a word.
const bases = new Set<string>();
// Those that take a possessive "'s", which is the flag M.
const nouns = new Set<string>();
for (const line of new TextDecoder().decode(dictionary.dic).split("\n")) {
  const [base = "", flags = ""] = line.split("/");
  if (base !== base.toLowerCase()) continue;
  bases.add(base);
  if (flags.includes("M")) nouns.add(base);
}

// These endings and `isBase` replace the rules of Hunspell's .aff file. A spelling checker must know which affixes a
// word takes; here any base word with any regular ending counts as a word.
const ENDINGS = ["s", "es", "ed", "ing", "er", "ers", "est", "ly", "ness", "able", "ment", "ments"];

/** True for a base word and for its regular forms; `word` is folded. */
export function isEnglish(word: string): boolean {
  return (
    bases.has(word) ||
    ENDINGS.some((ending) => word.endsWith(ending) && isBase(word.slice(0, -ending.length)))
  );
}

/** True for a noun and for its plural; many are verbs too ("attack"). `word` is folded. */
export function isNoun(word: string): boolean {
  return [word, word.replace(/s$/u, ""), word.replace(/es$/u, ""), word.replace(/ies$/u, "y")].some((base) =>
    nouns.has(base),
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
