// What a person at a terminal sees beside the answers: how far the reports have been read, and problems in plain sentences.
import type { LoadProgress, LoadStep } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import { plural } from "#text/plural.ts";
import { sanitize } from "#text/unicode.ts";
import { wrapWords } from "#text/wrap.ts";
import type { Redact } from "./redact.ts";

/** `columns`: of a line. */
type TerminalStream = Readonly<{ write(text: string): unknown; columns?: number }>;

type Fields = Readonly<Record<string, string | number | boolean>>;

const DEFAULT_COLUMNS = 80;
// To the start of the line, and delete what is on it.
const CLEAR_LINE = "\r\u001B[2K";

/** The progress is one line that is written again at each step, and disappears when the reports are loaded. */
export function createTerminalLog(
  stream: TerminalStream,
  redact: Redact,
): Readonly<{ log: Log; progress: LoadProgress }> {
  const columns = () => stream.columns ?? DEFAULT_COLUMNS;
  const print =
    (label: string): Log[keyof Log] =>
    (event, fields = {}) => {
      const sentence = (SENTENCES[event] ?? anyEvent(event))(fields);
      const lines = wrapWords(`${label}: ${sanitize(redact(sentence))}`, columns());
      stream.write(`${CLEAR_LINE}${lines.join("\n")}\n`);
    };
  return {
    // What goes well shows in the answers.
    log: { info: () => undefined, warn: print("Warning"), error: print("Error") },
    progress: (step) =>
      // A line that fills the terminal would break, and could not be deleted as one.
      void stream.write(CLEAR_LINE + (step === undefined ? "" : describe(step).slice(0, columns() - 1))),
  };
}

function describe({ step, done, of }: LoadStep): string {
  switch (step) {
    case "listing":
      return "Looking for reports …";
    case "reading":
      return `Reading reports: ${done} of ${plural(of, "file")} …`;
    case "indexing":
      return `Indexing reports: ${done} of ${of} …`;
    case "merging":
      return `Preparing the search in ${plural(of, "report")} …`;
  }
}

/** By event. Those that can only come from a platform have no sentence of their own. */
const SENTENCES: Readonly<Record<string, (fields: Fields) => string>> = {
  "knowledge.file": ({ file, line, what, treatment }) =>
    `${file}${line === 0 ? "" : `, line ${line}`}: ${what}; ${treatment}.`,
  "knowledge.hidden": ({ reports, scope }) =>
    `${plural(Number(reports), "report")} cannot be seen here, where you see ${scope}. Use --scope to see more.`,
  "knowledge.reload-failed": ({ error }) =>
    `The reports have changed but could not be read again; the ones read before are still used. ${error}`,
  "knowledge.watch-failed": ({ error }) =>
    `Changed reports are noticed only once a minute, because the folder cannot be watched (${error}).`,
  "index.snapshot-failed": ({ folder, error }) =>
    `The next start will take as long as this one, because ${folder} cannot be written (${error}).`,
};

const anyEvent =
  (event: string) =>
  (fields: Fields): string =>
    [event, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(" ");
