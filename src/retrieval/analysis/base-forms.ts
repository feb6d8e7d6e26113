// Words that are looked up as another word: irregular inflections and the spellings of units.
import { readLines } from "#retrieval/data/word-lists.ts";

const IRREGULAR = readForms("irregular-forms");
const UNITS = readForms("units");
const FORMS: ReadonlyMap<string, readonly string[]> = new Map(
  readLines("irregular-forms").map((line) => {
    const [base = "", ...forms] = line.split(" ");
    return [base, forms];
  }),
);
/** The names under which units are looked up ("km"). */
export const UNIT_NAMES: ReadonlySet<string> = new Set(UNITS.values());

/** The base form of an irregular one ("hid" → "hide"); any other word as it is. Expects a folded word. */
export function baseFormOf(word: string): string {
  return IRREGULAR.get(word) ?? word;
}

/** A base form with all its irregular forms ("mouse", "mice"). */
export function formsOf(base: string): readonly string[] {
  return [base, ...(FORMS.get(base) ?? [])];
}

/**
 * The name under which a unit ("kilometres" → "km"), a power of ten ("bn" → "billion") or "%" is looked up; any other
 * word as it is. Expects a folded word.
 */
export function unitNameOf(word: string): string {
  return UNITS.get(word) ?? word;
}

/** Each line of such a list is a base form, followed by the forms that are looked up as it. */
function readForms(name: string): ReadonlyMap<string, string> {
  const baseOf = new Map<string, string>();
  for (const line of readLines(name)) {
    const [base = "", ...forms] = line.split(" ");
    for (const form of forms) baseOf.set(form, base);
  }
  return baseOf;
}
