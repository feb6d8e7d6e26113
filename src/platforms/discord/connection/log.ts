// The client's warnings and errors go to the operator's log, and errors become reasons without tokens.
import { type Client, DiscordAPIError, Events, HTTPError } from "discord.js";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import { REDACTED, redactSecretShapes } from "#text/secret-shapes.ts";

// The token of an interaction outside of a URL. Only in errors of the client: a report's file name may be as long.
const INTERACTION_TOKEN = /[\w-]{60,}/gu;

/** What went wrong, in one line. Safe to store and to show: the URL of the request is left out, tokens are redacted. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const words = wordsOf(error) || (code ?? "");
  const reason = redactSecretShapes(words)
    .replace(INTERACTION_TOKEN, REDACTED)
    .replaceAll(/\s*\n\s*/gu, "; ");
  return code === undefined || reason.includes(code) ? reason : `${reason} (${code})`;
}

/** How Discord, the system or the library calls the error, or what caused it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, cause } = error as NodeJS.ErrnoException;
  // Numbers of other errors say nothing: a time-out has 20.
  if (typeof code === "string" || error instanceof DiscordAPIError) return code && String(code);
  return codeOf(cause);
}

/** Errors of several addresses tried in a row have no message of their own, those of rate limits only a name. */
function wordsOf(error: unknown): string {
  if (error instanceof HTTPError) return `${error.status} ${error.message}`.trim();
  const message = messageOf(error);
  return message === "" && codeOf(error) === undefined && error instanceof Error ? error.name : message;
}

/** Without a listener for `error`, an exception in any other listener would end the process. */
export function logClient(client: Client, log: Log): void {
  const write = (level: "warn" | "error") => (event: unknown) =>
    log[level]("discord.client", { message: reasonOf(event) });
  client.on(Events.Error, write("error"));
  client.on(Events.Warn, write("warn"));
}
