// Bolt's warnings and errors go to the operator's log, which redacts tokens.
import { type Logger, LogLevel } from "@slack/bolt";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";

/** While Slack is away its outage has been logged, and Bolt's lines would repeat that at every try. */
export function createLogger(log: Log, isServing: () => boolean): Logger {
  const write =
    (level: "warn" | "error") =>
    (...words: unknown[]) => {
      if (isServing()) log[level]("slack.client", { message: words.map(messageOf).join(" ") });
    };
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: write("warn"),
    error: write("error"),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
