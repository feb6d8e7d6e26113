// What the bench asks of a search library.
import type { Span } from "../../../src/domain/report.ts";
import type { Passage } from "../evaluate/beir.ts";

/** How a library is set up. */
export type Setup = Readonly<{
  /** Absent where there is nothing to set. */
  setting?: "default" | "best";
  /** What is set, as the tables print it. */
  how: string;
  /** The engine is left out where there are more passages: a question would take seconds. */
  maxPassages?: number;
  build(passages: readonly Passage[]): Index | Promise<Index>;
}>;

/** A library at one of its settings. */
export type Engine = Setup & Readonly<{ library: string }>;

export type Index = Readonly<{
  /** What is timed. */
  ask(question: string): Reply | Promise<Reply>;
  /** The ten best and the sentence shown, where `ask` does not always give them; not timed. */
  rank?(question: string): Promise<Reply>;
  /** Bytes held outside the memory that Node counts. */
  nativeBytes?(): number;
}>;

export type Reply = Readonly<{
  /** Positions of the best passages, at most ten, best first. */
  top: readonly number[];
  /** The sentence of the first passage that is shown; the simple reader chooses where an engine shows none. */
  sentence?: Span;
  verdict?: Verdict;
}>;

/** How an engine that may refuse worded its reply. */
export type Verdict = "answer" | "closest" | "refused";

export const DEPTH = 10;

export function nameOf({ library, setting }: Pick<Engine, "library" | "setting">): string {
  return setting === undefined ? library : `${library} ${setting}`;
}

/** The two fields that a library at its defaults is given. */
export function fieldsOf({ title, section, text }: Passage): Readonly<{ title: string; text: string }> {
  return { title: section === "" ? title : `${title} ${section}`, text };
}

/** The one field that a library at its best is given: with two, each would have its own idf and length norm. */
export function joined(passage: Passage): string {
  const { title, text } = fieldsOf(passage);
  return `${title} ${text}`;
}
