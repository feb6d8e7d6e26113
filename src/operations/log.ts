// The operator's log: one JSON object per line, on standard error, because standard output is for answers.
import { pino, stdTimeFunctions } from "pino";
import type { Log } from "#domain/log.ts";
import { CUT, truncate } from "#text/truncate.ts";
import type { Redact } from "./redact.ts";

// A field may repeat what a server sent, which can be of any size.
const MAX_FIELD_LENGTH = 2_000;
// To redact megabytes would hold up everything else, so a long field is cut before that as well. The end of what is left may
// be half a secret, which nothing recognises: as much as a secret can be long is dropped.
const MAX_REDACTED_LENGTH = 4_000;
const MAX_SECRET_LENGTH = 1_000;

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
      const safe = Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === "string" ? makeSafe(value, redact) : value,
      ]);
      logger[level](Object.fromEntries(safe), event);
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}

function makeSafe(text: string, redact: Redact): string {
  if (text.length <= MAX_REDACTED_LENGTH) return truncate(redact(text), MAX_FIELD_LENGTH);
  const head = redact(text.slice(0, MAX_REDACTED_LENGTH)).slice(0, -MAX_SECRET_LENGTH);
  return truncate(`${head} ${CUT}`, MAX_FIELD_LENGTH);
}
