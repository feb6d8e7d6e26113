// What is kept of a list, so that its next page can be shown: its paragraphs, never what was asked.
import type { SelectionKind } from "./answer.ts";

export type KeptSelection = Readonly<{
  of: SelectionKind;
  /** For each entry the report's id, the paragraph's code and the index of the marked sentence; "" and -1 where there is none. */
  entries: readonly (readonly [report: string, code: string, sentence: number])[];
}>;

export type KeptSelections = Readonly<{
  /** Resolves to an id of at most 12 small letters and digits. */
  keep(selection: KeptSelection): Promise<string>;
  /** Undefined when it is unknown, or was kept for more than a day. */
  find(id: string): Promise<KeptSelection | undefined>;
}>;
