// The server of the reader pages, for tests.
import type { Knowledge } from "#bot/command.ts";
import { silentLog } from "#test/support/log.ts";
import { startWeb, type Web, type WebDeps } from "#web/server.ts";

/** On a free port of this machine, for whoever asks from it. */
export function startPages(knowledge: () => Promise<Knowledge>, deps: Partial<WebDeps> = {}): Promise<Web> {
  return startWeb({
    host: "127.0.0.1",
    port: 0,
    origin: "https://ibid.example.org",
    signIn: { mode: "none" },
    knowledge,
    log: silentLog,
    now: () => new Date("2026-11-27"),
    newId: () => "7f3a",
    ...deps,
  });
}
