// One client of Discord's gateway, from its login until it is of no more use.
import { type Client, Events, GatewayCloseCodes } from "discord.js";
import type { Backoff } from "./backoff.ts";
import { createClient } from "./client.ts";
import { type Credentials, closedError } from "./credentials.ts";
import { reasonOf } from "./log.ts";

const SECOND = 1000;
// From login to the first event.
const MAX_LOGIN_TIME = 45 * SECOND;
// A connection that lasted so long is no part of a row of failures.
const STABLE_TIME = 60 * SECOND;

export type Session = Readonly<{
  client: Client;
  /** Logs in. Resolves once events are received, rejects as `ended` does. */
  start(): Promise<void>;
  /** Rejects when the client is of no more use: with ConfigError when Discord would refuse any other one as well. */
  ended: Promise<never>;
  end(): Promise<void>;
}>;

type SessionDeps = Readonly<{
  credentials: Credentials;
  backoff: Backoff;
  /** In milliseconds. A client that has no connection for longer is given up: it may be trying at an old address. */
  maxAbsence: number;
  /** From then on no event is handed on. */
  isMuted(): boolean;
  onServing(): void;
  /** The connection is lost, and the client tries to get it back. */
  onLost(reason: string): void;
}>;

export function createSession({
  credentials: { token, api },
  backoff,
  maxAbsence,
  isMuted,
  onServing,
  onLost,
}: SessionDeps): Session {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  // Who starts the session waits for it only until it serves; later it would be an unhandled rejection.
  ended.catch(() => undefined);
  let state: "new" | "served" | "ended" = "new";
  let absent: NodeJS.Timeout | undefined;
  let stable: NodeJS.Timeout | undefined;
  const fail = (reason: Error) => {
    state = "ended";
    clearTimeout(absent);
    clearTimeout(stable);
    reject(reason);
  };
  const lose = (reason: string) => {
    if (state === "new") fail(new Error(reason));
    if (state === "ended") return;
    clearTimeout(stable);
    absent ??= setTimeout(() => fail(new Error(`no connection for ${maxAbsence / SECOND} s`)), maxAbsence);
    onLost(reason);
  };
  const client = createClient(api, {
    isStopped: () => state === "ended" || isMuted(),
    beforeConnecting: () => (state === "served" ? backoff.pause() : Promise.resolve()),
    onClosed(code) {
      const refusal = closedError(code);
      if (refusal === undefined) lose(reasonOfClosing(code));
      else fail(refusal);
    },
  });
  const serve = () => {
    state = "served";
    clearTimeout(absent);
    absent = undefined;
    onServing();
  };
  client.on(Events.ShardResume, () => {
    backoff.reset();
    serve();
  });
  client.on(Events.ShardReady, () => {
    // The library says so too when it has waited long enough for servers, even if the connection is gone.
    if (state === "ended") return;
    stable = setTimeout(backoff.reset, STABLE_TIME).unref();
    serve();
  });
  client.on(Events.ShardError, (error) => lose(reasonOf(error)));
  return {
    client,
    ended,
    start: () => Promise.race([logIn(client, token), ended, rejectAfter(MAX_LOGIN_TIME)]),
    async end() {
      fail(new Error("ended"));
      await client.destroy();
    },
  };
}

/** Resolves once the servers are known as well: until then the library holds back every event. */
async function logIn(client: Client, token: string): Promise<void> {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
}

async function rejectAfter(milliseconds: number): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  throw new Error(`Discord's gateway gives no connection within ${milliseconds / SECOND} s`);
}

// The library's own code when it reconnects because Discord asked for it or heartbeats stopped.
const RENEWED = 4200;
// developer.mozilla.org/docs/Web/API/CloseEvent/code: no connection was made, or it broke without a close frame.
const BROKEN = 1006;

function reasonOfClosing(code: number): string {
  if (code === RENEWED) return "the connection to Discord's gateway is renewed";
  if (code === BROKEN) return "the connection to Discord's gateway broke or was refused";
  const name = GatewayCloseCodes[code];
  return `Discord's gateway closed the connection (${code}${name === undefined ? "" : ` ${name}`})`;
}
