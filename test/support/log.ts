// Logs for tests: one that keeps its lines, one that says nothing.
import type { Log } from "#domain/log.ts";

export type LoggedLine = Readonly<Record<string, unknown>>;

/** Appends each line to `lines` as `{ event, level, …fields }`. */
export function createTestLog(lines: LoggedLine[]): Log {
  const write =
    (level: string) =>
    (event: string, fields: LoggedLine = {}) => {
      lines.push({ event, level, ...fields });
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}

export const silentLog: Log = createTestLog([]);
