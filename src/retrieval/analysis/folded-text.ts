// A text without anything that can tell two forms of a word apart: case, accents, spaces, hyphens, vowels. What is not found
// in it under any form may be said to be absent.
import { readWords } from "#retrieval/data/word-lists.ts";

export type FoldedText = Readonly<{
  /** Its letters and digits only, so that "co-operate", "cooperate" and "co operate" are the same. */
  letters: string;
  /** The sounds of its words (`soundOf`), each once, a space before and after each. */
  sounds: string;
  /** The first letters of its words, numbers whole; after a space the same without "of", "the" and the like. */
  initials: string;
  /** Its words of capitals only, in lower case. */
  acronyms: ReadonlySet<string>;
  /** The last two digits of years as in "2017-18" and "'18". */
  shortYears: ReadonlySet<string>;
}>;

const JOINERS = readWords("acronym-joiners");
const WORD = /[\p{L}\p{M}]+|\p{N}+/gu;
const SHORT_YEAR = /['\u2019/\u2010-\u2015-](\d\d)(?!\d)/gu;
const ASCII = /^[\0-\x7f]*$/u;
// Letters that Unicode does not decompose.
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  "\u00DF": "ss",
  "\u00E6": "ae",
  "\u0153": "oe",
  "\u00F8": "o",
  "\u0142": "l",
  "\u0111": "d",
  "\u00F0": "d",
  "\u00FE": "th",
  "\u0131": "i",
  "\u0259": "e",
};
const SPECIAL = new RegExp(`[${Object.keys(PLAIN_LETTERS).join("")}]`, "gu");

/** Most words are found by their letters, so everything else is made when it is first asked for. */
export function foldText(text: string): FoldedText {
  const letters = lettersOf(text);
  let made: Omit<FoldedText, "letters"> | undefined;
  const rest = () => (made ??= foldWords(text));
  return {
    letters,
    get sounds() {
      return rest().sounds;
    },
    get initials() {
      return rest().initials;
    },
    get acronyms() {
      return rest().acronyms;
    },
    get shortYears() {
      return rest().shortYears;
    },
  };
}

function foldWords(text: string): Omit<FoldedText, "letters"> {
  const sounds = new Set<string>();
  const acronyms = new Set<string>();
  let initials = "";
  let initialsOfNames = "";
  for (const [printed] of text.matchAll(WORD)) {
    const word = plain(printed);
    sounds.add(knownSoundOf(word));
    if (printed.length > 1 && printed === printed.toUpperCase()) acronyms.add(word);
    const initial = /^\p{N}/u.test(word) ? word : word.slice(0, 1);
    initials += initial;
    if (!JOINERS.has(word)) initialsOfNames += initial;
  }
  return {
    sounds: ` ${[...sounds].join("  ")} `,
    initials: `${initials} ${initialsOfNames}`,
    acronyms,
    shortYears: new Set([...text.matchAll(SHORT_YEAR)].map(([, digits = ""]) => digits)),
  };
}

/** The letters and digits of a text in lower case, without accents. */
export function lettersOf(text: string): string {
  return plain(text).replace(/[^\p{L}\p{N}]+/gu, "");
}

function plain(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(SPECIAL, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

/**
 * What stays the same when a name is transcribed in another way ("Qaddafi", "Kadhafi"): its consonants without h, those that
 * sound alike as one. For a word of lower-case letters without accents.
 */
export function soundOf(word: string): string {
  return word
    .replace(/ph/gu, "f")
    .replace(/[aeiouyh]/gu, "")
    .replace(/[cqx]/gu, "k")
    .replace(/z/gu, "s")
    .replace(/w/gu, "v")
    .replace(/j/gu, "g")
    .replace(/(.)\1+/gu, "$1");
}

// Texts repeat their words. More than this many different ones are forgotten, so that no text can fill the memory.
const MAX_KNOWN_SOUNDS = 50_000;
const knownSounds = new Map<string, string>();

function knownSoundOf(word: string): string {
  const known = knownSounds.get(word);
  if (known !== undefined) return known;
  if (knownSounds.size >= MAX_KNOWN_SOUNDS) knownSounds.clear();
  const sound = soundOf(word);
  knownSounds.set(word, sound);
  return sound;
}
