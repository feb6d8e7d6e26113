// The library's own remarks go to the operator's log; tokens never do.
import { type Client, Events, RESTEvents } from "discord.js";
import type { Log } from "#domain/log.ts";

// A bot's token: three parts in base64, and the long ones of interactions.
const TOKEN = /[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}|[\w-]{60,}/gu;

/** What went wrong in one line; without the address of the request, which may hold a token. */
export function reasonOf(error: unknown): string {
  const { message, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : { message: "" };
  const words = (message === "" ? String(code ?? error) : message).replace(TOKEN, "(token)");
  return code === undefined || words.includes(String(code)) ? words : `${words} (${code})`;
}

/** Without a listener for `error` a failing listener would end the process. */
export function logClient(client: Client, log: Log): void {
  const say = (level: "warn" | "error") => (remark: unknown) =>
    log[level]("discord.client", { message: reasonOf(remark) });
  client.on(Events.Error, say("error"));
  client.on(Events.ShardError, say("error"));
  client.on(Events.Warn, say("warn"));
  client.rest.on(RESTEvents.RateLimited, ({ route, timeToReset, scope }) =>
    log.warn("discord.rate-limit", { route, milliseconds: timeToReset, scope }),
  );
}
