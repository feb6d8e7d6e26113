// The operator's log: one JSON object per line, on standard error, because standard output is for answers.
import { pino, stdTimeFunctions } from "pino";
import type { Log } from "#domain/log.ts";
import type { Redact } from "./redact.ts";

type Stream = Readonly<{ write(line: string): void }>;

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
  const write =
    (level: keyof Log): Log[keyof Log] =>
    (event, fields = {}) => {
      // Redacted before it becomes JSON: JSON's escapes could hide a secret from the patterns.
      const redacted = Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === "string" ? redact(value) : value,
      ]);
      logger[level](Object.fromEntries(redacted), event);
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
