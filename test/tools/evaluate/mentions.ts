// A search of its own for the forms of a word in reports, to check what Ibid says is absent. It shares no code with Ibid.
import { type Library, paragraphsOf } from "#domain/report.ts";

const NUMBERS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );

/**
 * Whether the reports have the word or a form of it: anything that begins like it, wherever spaces and hyphens stand; its
 * consonants as a word; a number as a word; the initials of neighbouring words.
 */
export type Mentions = (word: string) => boolean;

export function createMentions(library: Library): Mentions {
  const texts = library.reports.flatMap((report) => [
    [report.title, report.file, ...report.authors, report.publisher, report.published?.year].join(" "),
    report.sections.map(({ heading }) => heading).join("\n"),
    paragraphsOf(report)
      .map((paragraph) => paragraph.text)
      .join("\n"),
  ]);
  const text = texts.join("\n");
  // A word may go on in the next paragraph, but not in another report.
  const squeezed = texts.map(squeeze).join("\n");
  const words: readonly string[] = bare(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const consonants = new Set(words.map(withoutVowels));
  const initials = words.map((word) => word[0]).join("");
  return (word) => {
    const letters = squeeze(word);
    if (squeezed.includes(stemOf(letters))) return true;
    const bones = withoutVowels(letters).replace(/s$/u, "");
    if (bones.length >= 4 && (consonants.has(bones) || consonants.has(`${bones}s`))) return true;
    if (/^\p{Lu}{3,}s?$/u.test(word) && initials.includes(letters.replace(/s$/u, ""))) return true;
    const number = NUMBERS[Number(letters)];
    return number !== undefined && words.includes(number);
  };
}

/** All but the last letters, where most forms of a word differ. */
function stemOf(letters: string): string {
  const singular = letters.length > 3 ? letters.replace(/s$/u, "") : letters;
  if (/\p{N}/u.test(letters)) return singular;
  return singular.length <= 4 ? singular : singular.slice(0, Math.max(4, singular.length - 3));
}

function bare(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function squeeze(text: string): string {
  return bare(text).replace(/[^\p{L}\p{N}]/gu, "");
}

function withoutVowels(word: string): string {
  return word.replace(/[aeiouy]/gu, "").replace(/(.)\1+/gu, "$1");
}

/** Two neighbouring words of a report, the second as it is joined to the first, and a random number. */
type Source = Readonly<{ word: string; next: string; random: () => number }>;

const ACCENTS = ["\u0301", "\u0300", "\u0308", "\u0302"];

/** The ways in which a colleague may type a word of a report otherwise than it stands there. */
const ALTERATIONS: Readonly<Record<string, (source: Source) => string>> = {
  plural: ({ word }) => (/[^aeiou]y$/u.test(word) ? word.replace(/y$/u, "ies") : `${word}s`),
  hyphen: ({ word, random }) => {
    const place = 1 + Math.floor(random() * (word.length - 1));
    return `${word.slice(0, place)}-${word.slice(place)}`;
  },
  joined: ({ word, next }) => word + next,
  accent: ({ word, random }) =>
    word.replace(/[aeiou]/u, (vowel) => vowel + (ACCENTS[Math.floor(random() * ACCENTS.length)] ?? "")),
  upper: ({ word }) => word.toUpperCase(),
  lower: ({ word }) => word.toLowerCase(),
  past: ({ word }) => `${word.replace(/e$/u, "")}ed`,
  progressive: ({ word }) => `${word.replace(/e$/u, "")}ing`,
  possessive: ({ word }) => `${word}'s`,
};

/** `count` random words of a library's paragraphs, each altered in one of these ways. */
export function alterWords(
  library: Library,
  { count, random }: Readonly<{ count: number; random: () => number }>,
): readonly Readonly<{ kind: string; word: string; altered: string }>[] {
  const texts = library.reports.flatMap(paragraphsOf).map(({ text }) => text);
  const pairs = texts.flatMap((text) => [...text.matchAll(/(?<=^| )(\p{L}{2,})[ -](\p{L}{2,})/gu)]);
  const kinds = Object.entries(ALTERATIONS);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  return Array.from({ length: pairs.length === 0 ? 0 : count }).flatMap(() => {
    const [, word = "", next = ""] = pick(pairs) ?? [];
    const [kind = "", alter] = pick(kinds) ?? [];
    return alter === undefined ? [] : [{ kind, word, altered: alter({ word, next, random }) }];
  });
}
