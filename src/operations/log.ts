// The operator's log: one JSON object a line, on standard error so that standard output stays the answer.
import { pino, stdTimeFunctions } from "pino";
import type { Log } from "#domain/log.ts";
import type { Redact } from "./redact.ts";

type Stream = Readonly<{ write(line: string): void }>;

const ERRORS = new Set<unknown>(["error", "fatal"]);
const WARNINGS = new Set<unknown>(["warn", "warning"]);

/** A field `level` ("error", "warning") is the line's level; without one it is "info". */
export function createLog(stream: Stream, redact: Redact): Log {
  const logger = pino(
    {
      base: null,
      messageKey: "event",
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    stream,
  );
  return (event, { level, ...more } = {}) => {
    // Before they become JSON: an escape in the line could hide a secret.
    const fields = Object.fromEntries(
      Object.entries(more).map(([name, value]) => [name, typeof value === "string" ? redact(value) : value]),
    );
    if (ERRORS.has(level)) logger.error(fields, event);
    else if (WARNINGS.has(level)) logger.warn(fields, event);
    else logger.info(fields, event);
  };
}
