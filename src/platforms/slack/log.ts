// Bolt's own remarks go to the operator's log; tokens never do.
import { type Logger, LogLevel } from "@slack/bolt";
import type { Log } from "#domain/log.ts";

const TOKEN = /xox[a-z]-[\w-]+|xapp-[\w-]+/gu;

export function createLogger(log: Log): Logger {
  const write =
    (level: "warn" | "error") =>
    (...words: unknown[]) => {
      const message = words.map((word) => (word instanceof Error ? word.message : String(word))).join(" ");
      log[level]("slack.client", { message: message.replace(TOKEN, "(token)") });
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
