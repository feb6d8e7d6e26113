// The server side of Discord's gateway: identify, resume with replay, heartbeats, and every way to end a connection.
import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { refuseRedReport } from "#test/support/red-report.ts";
import { type Channel, EVERYBODY, type Json, type State } from "./state.ts";

const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
const KNOWN_INTENTS = 0x37fffff | (1 << 26);

type Session = {
  id: string;
  intents: number;
  sequence: number;
  log: Json[];
  confirmed: number;
  socket: WebSocket | undefined;
};

export type Gateway = Readonly<{
  accept(socket: WebSocket): void;
  /**
   * Sends an event to every session for whose intents `make` returns one. The result says whether their heartbeats have
   * confirmed it.
   */
  dispatch(type: string, make: (intents: number) => Json | undefined): () => boolean;
  /** Asks every client to reconnect (op 7). */
  reconnect(): void;
  /** Invalidates every session (op 9). */
  invalidate(resumable: boolean): void;
  close(code: number): void;
  /** Terminates every connection without a close frame. */
  drop(): void;
  /** Open connections receive nothing any more, not even acknowledgements of heartbeats. */
  freeze(): void;
  /** Forgets every session: none can be resumed. */
  forget(): void;
  /** Sends a frame unchanged, valid or not. */
  raw(frame: string | Buffer): void;
  connections(): number;
  /** `lookups`: of the gateway's address; `attempts`: to connect there. Both also while they are refused. */
  count: { lookups: number; attempts: number; identifies: number; resumes: number; replayed: number };
}>;

export type GatewayOptions = Readonly<{ state: State; url: () => string; heartbeat: number }>;

export function createGateway({ state, url, heartbeat }: GatewayOptions): Gateway {
  const sessions = new Map<string, Session>();
  const sockets = new Set<WebSocket>();
  const frozen = new WeakSet<WebSocket>();
  const count = { lookups: 0, attempts: 0, identifies: 0, resumes: 0, replayed: 0 };
  const send = (socket: WebSocket | undefined, payload: Json) => {
    if (socket?.readyState === 1 && !frozen.has(socket)) socket.send(JSON.stringify(payload));
  };
  const deliver = (session: Session, t: string, d: Json) => {
    session.sequence += 1;
    const payload = { op: 0, t, s: session.sequence, d };
    session.log.push(payload);
    send(session.socket, payload);
  };

  function identify(socket: WebSocket, { token, intents }: Json): Session | undefined {
    count.identifies += 1;
    const bits = Number(intents);
    const refusal =
      token !== state.token || state.isTokenReset
        ? 4004
        : (bits & ~KNOWN_INTENTS) !== 0
          ? 4013
          : (bits & PRIVILEGED & ~state.privileged) !== 0
            ? 4014
            : undefined;
    if (refusal !== undefined) return void socket.close(refusal);
    const session: Session = { id: randomUUID(), intents: bits, sequence: 0, log: [], confirmed: 0, socket };
    sessions.set(session.id, session);
    deliver(session, "READY", {
      v: 10,
      user: { ...state.bot, discriminator: "0", avatar: null },
      guilds: [...state.guilds.keys()].map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url(),
      application: { id: state.application, flags: 0 },
    });
    if (state.withholdsGuilds) return session;
    for (const id of state.guilds.keys()) deliver(session, "GUILD_CREATE", describeGuild(state, id));
    return session;
  }

  function resume(socket: WebSocket, { token, session_id, seq }: Json): Session | undefined {
    const session = sessions.get(String(session_id));
    if (token !== state.token) return void socket.close(4004);
    if (session === undefined) {
      send(socket, { op: 9, d: false });
      return undefined;
    }
    count.resumes += 1;
    session.socket = socket;
    for (const missed of session.log.filter(({ s }) => Number(s) > Number(seq))) {
      count.replayed += 1;
      send(socket, missed);
    }
    deliver(session, "RESUMED", {});
    return session;
  }

  return {
    count,
    connections: () => [...sessions.values()].filter(({ socket }) => socket?.readyState === 1).length,
    raw(frame) {
      for (const socket of sockets) if (socket.readyState === 1) socket.send(frame);
    },
    accept(socket) {
      if (state.closesWith !== undefined) return socket.close(state.closesWith);
      sockets.add(socket);
      let session: Session | undefined;
      socket.on("close", () => {
        sockets.delete(socket);
        if (session?.socket === socket) session.socket = undefined;
      });
      socket.on("message", (raw) => {
        refuseRedReport(String(raw));
        const { op, d }: { op: number; d: Json } = JSON.parse(String(raw));
        if (op === 1) {
          // A heartbeat has the number of the last event that arrived.
          if (session !== undefined) session.confirmed = Math.max(session.confirmed, Number(d ?? 0));
          send(socket, { op: 11 });
        } else if (op === 2 && session !== undefined) socket.close(4005);
        else if (op === 2) session = identify(socket, d);
        else if (op === 6) session = resume(socket, d);
        else if (session === undefined) socket.close(4003);
      });
      // A client that closes its connection normally cannot resume the session.
      socket.on("close", (code) => {
        if ((code === 1000 || code === 1001) && session !== undefined) sessions.delete(session.id);
      });
      send(socket, { op: 10, d: { heartbeat_interval: heartbeat } });
    },
    dispatch(type, make) {
      const sent: (readonly [Session, number])[] = [];
      for (const session of sessions.values()) {
        const payload = make(session.intents);
        if (payload === undefined) continue;
        deliver(session, type, payload);
        sent.push([session, session.sequence]);
      }
      return () => sent.every(([session, sequence]) => session.confirmed >= sequence);
    },
    reconnect() {
      for (const socket of sockets) send(socket, { op: 7, d: null });
    },
    invalidate(resumable) {
      if (!resumable) sessions.clear();
      for (const socket of sockets) send(socket, { op: 9, d: resumable });
    },
    close(code) {
      for (const socket of sockets) socket.close(code);
    },
    drop() {
      for (const socket of sockets) socket.terminate();
    },
    freeze() {
      for (const socket of sockets) frozen.add(socket);
    },
    forget: () => sessions.clear(),
  };
}

function describeGuild(state: State, id: string): Json {
  const guild = state.guilds.get(id);
  const channels = [...state.channels.values()].filter((channel) => channel.guild === id);
  return {
    id,
    name: guild?.name,
    owner_id: "1",
    icon: null,
    roles: [{ id, name: "@everyone", permissions: String(EVERYBODY), position: 0, color: 0, hoist: false }],
    channels: channels
      .filter(({ kind }) => kind === "text")
      .map((channel) => describeChannel(state, channel)),
    threads: channels
      .filter(({ kind }) => kind === "thread")
      .map((channel) => describeChannel(state, channel)),
    members: [
      { user: state.bot, roles: [], joined_at: "2026-01-01T00:00:00Z", deaf: false, mute: false, flags: 0 },
    ],
    member_count: guild?.members.size,
    emojis: [],
    stickers: [],
    features: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    preferred_locale: "en-US",
    premium_tier: 0,
    nsfw_level: 0,
    verification_level: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    default_message_notifications: 0,
    afk_timeout: 300,
    system_channel_flags: 0,
  };
}

export function describeChannel(state: State, { id, kind, name, guild, denied }: Channel): Json {
  const parent = [...state.channels.values()].find((one) => one.guild === guild && one.kind === "text");
  const times = { auto_archive_duration: 60, archive_timestamp: "2026-01-01T00:00:00Z" };
  const deny = { id: guild, type: 0, allow: "0", deny: String(denied) };
  return {
    id,
    type: kind === "thread" ? 11 : 0,
    name,
    guild_id: guild,
    position: 0,
    ...(kind === "thread"
      ? { parent_id: parent?.id, owner_id: state.bot.id, thread_metadata: { archived: false, ...times } }
      : { permission_overwrites: denied === 0n ? [] : [deny] }),
  };
}
