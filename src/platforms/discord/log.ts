// The client's warnings and errors go to the operator's log, and errors become reasons without tokens.
import { type Client, Events, RESTEvents } from "discord.js";
import type { Log } from "#domain/log.ts";
import { REDACTED, redactSecretShapes } from "#text/secret-shapes.ts";

// The token of an interaction outside of a URL. Only in errors of the client: a report's file name may be as long.
const INTERACTION_TOKEN = /[\w-]{60,}/gu;

/** What went wrong, in one line. Safe to store and to show: the URL of the request is left out, tokens are redacted. */
export function reasonOf(error: unknown): string {
  const { message, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: "" };
  const words = message === "" ? String(code ?? error) : message;
  const reason = redactSecretShapes(words).replace(INTERACTION_TOKEN, REDACTED);
  return code === undefined || reason.includes(String(code)) ? reason : `${reason} (${code})`;
}

/** Without a listener for `error`, an exception in any other listener would end the process. */
export function logClient(client: Client, log: Log): void {
  const write = (level: "warn" | "error") => (event: unknown) =>
    log[level]("discord.client", { message: reasonOf(event) });
  client.on(Events.Error, write("error"));
  client.on(Events.ShardError, write("error"));
  client.on(Events.Warn, write("warn"));
  client.rest.on(RESTEvents.RateLimited, ({ route, timeToReset, scope }) =>
    log.warn("discord.rate-limit", { route, milliseconds: timeToReset, scope }),
  );
}
