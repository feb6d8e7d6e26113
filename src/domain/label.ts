// Handling labels: the Traffic Light Protocol 2.0 (first.org/tlp). A label says who may read a report.

/** From the widest audience to the narrowest. */
export const LABELS = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"] as const;

export type Label = (typeof LABELS)[number];

/** What a report without a label counts as: for its own organisation only. */
export const UNLABELLED: Label = "TLP:AMBER+STRICT";

// What TLP:CLEAR was called before 2022.
const FORMER_CLEAR = "TLP:WHITE";

/**
 * A label as a report or a person may write it, with or without the prefix, in its standard form. Also `TLP:WHITE`, which is
 * not translated: a report is quoted with the label that it prints. Undefined for anything else.
 */
export function parsePrintedLabel(written: string): Label | typeof FORMER_CLEAR | undefined {
  const name = /^(?:TLP:\s?)?(?<name>[A-Z]+(?:\+STRICT)?)$/u.exec(written.trim().toUpperCase())?.groups?.name;
  const known = [FORMER_CLEAR, ...LABELS] as const;
  return known.find((label) => label === `TLP:${name}`);
}

/** As `parsePrintedLabel`, with the present name of the label. */
export function parseLabel(written: string): Label | undefined {
  const printed = parsePrintedLabel(written);
  return printed === FORMER_CLEAR ? "TLP:CLEAR" : printed;
}

/** `tlp`: as the report prints it. A label that is not known counts as the narrowest: it must not open anything. */
export function labelOf({ tlp }: Readonly<{ tlp?: string }>): Label {
  return tlp === undefined ? UNLABELLED : (parseLabel(tlp) ?? "TLP:RED");
}

/** How a label is shown: as it is printed, a former name with the present one. */
export function showLabel(tlp: string): string {
  return tlp === FORMER_CLEAR ? `${tlp} (now TLP:CLEAR)` : tlp;
}

/** True if whoever may read up to the ceiling may read what has this label. */
export function isWithin(label: Label, ceiling: Label): boolean {
  return LABELS.indexOf(label) <= LABELS.indexOf(ceiling);
}
