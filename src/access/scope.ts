// What a scope covers, and how people write one.

import type { Library, Report } from "#domain/report.ts";
import { isWithin, type Label, labelOf, parseLabel, parseSets, type Scope } from "#domain/scope.ts";

/** A report of a set of which one is in the scope, with a label up to the ceiling. */
export function isVisible(report: Pick<Report, "sets" | "tlp">, { sets, ceiling }: Scope): boolean {
  if (!isWithin(labelOf(report), ceiling)) return false;
  return sets === "all" || (report.sets ?? []).some((set) => sets.includes(set));
}

export function narrow(library: Library, scope: Scope): Library {
  return { ...library, reports: library.reports.filter((report) => isVisible(report, scope)) };
}

/** `iran, energy up to TLP:GREEN` */
export function formatScope({ sets, ceiling }: Scope): string {
  return `${sets === "all" ? "all sets" : sets.join(", ")} up to ${ceiling}`;
}

export type TypedScope = Readonly<{ sets: Scope["sets"]; ceiling?: Label; withGuests: boolean }>;

const LINE =
  /^(?:set\s)?(?<sets>.*?)(?:\sup\s+to\s+(?<ceiling>(?:tlp:\s*)?[a-z]+(?:\s*\+\s*strict)?))?(?<guests>\s+with\s+guests)?$/isu;

/** `<sets> [up to <label>] [with guests]`. Undefined if it cannot be read; nothing is guessed that would open a channel. */
export function parseScope(typed: string): TypedScope | undefined {
  const { sets = "", ceiling, guests } = LINE.exec(typed.trim())?.groups ?? {};
  const names = parseSets(sets);
  const label = ceiling === undefined ? undefined : parseLabel(ceiling.replaceAll(/\s/gu, ""));
  if (names === undefined || (ceiling !== undefined && label === undefined)) return undefined;
  return {
    sets: names,
    ...(label === undefined ? {} : { ceiling: label }),
    withGuests: guests !== undefined,
  };
}
