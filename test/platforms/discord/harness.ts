// The harness of Discord: the process that `npm start` starts, against the fake Discord.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event, Fault, Harness, Person, Place, Setting, View } from "#test/platforms/harness.ts";
import {
  click,
  directMessage,
  mention,
  menu,
  noise,
  repeat,
  type SentEvent,
  type SentInteraction,
  slashCommand,
  startThread,
} from "#test/support/fakes/discord/payloads.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import {
  ADA,
  BEN,
  CHANNEL,
  CLOSED,
  DIRECT,
  type Fault as DiscordFault,
  ELSEWHERE,
  type State,
  type Stored,
} from "#test/support/fakes/discord/state.ts";
import { type Host, hostOf } from "#test/support/fakes/process.ts";
import type { Reading } from "#test/support/fakes/reading.ts";
import { knowledgeWithRedReport } from "#test/support/red-report.ts";

const PEOPLE: Readonly<Record<Person, string>> = { ada: ADA, ben: BEN, eve: "800000000000000009" };
const PLACES: Readonly<Record<Place, string>> = {
  team: CHANNEL,
  outside: CLOSED,
  external: ELSEWHERE,
  direct: DIRECT,
};

const FAULTS: Readonly<Record<Fault, DiscordFault>> = {
  limited: { kind: "limited", seconds: 1 },
  fails: { kind: "status", status: 500 },
  hangs: { kind: "hang" },
  lost: { kind: "drop", accepted: true },
  refused: { kind: "status", status: 400, body: { code: 50_035, message: "Invalid Form Body" } },
};

// In milliseconds. Heartbeats confirm that events arrived; quick ones keep the tests from waiting.
export const HEARTBEAT = 300;

type DiscordHarness = Harness & Readonly<{ server: DiscordServer }>;

export async function openDiscordHarness(knowledge = knowledgeWithRedReport()): Promise<DiscordHarness> {
  const server = await startDiscord({ heartbeat: HEARTBEAT });
  const data = mkdtempSync(join(tmpdir(), "ibid-"));
  const host = hostOf({ ...environmentFor(server), IBID_DATA: data, IBID_KNOWLEDGE: knowledge });
  await host.start();
  return discordHarness(server, host);
}

/** The environment of a process that uses the fake server. */
export function environmentFor({ state, url }: DiscordServer): Readonly<Record<string, string>> {
  return { DISCORD_TOKEN: state.token, DISCORD_API_URL: url };
}

export function discordHarness(server: DiscordServer, host: Host): DiscordHarness {
  const { state } = server;
  let ahead = 0;
  return {
    server,
    command: (name, args, setting) =>
      commandEvent(slashCommand(server, name, args, whereOf(server, setting)), server),
    mention: (text, setting) => messageEvent(mention(server, text, whereOf(server, setting)), server),
    direct: (text, setting) =>
      messageEvent(directMessage(server, text, whereOf(server, { place: "direct", ...setting })), server),
    shortcut: (label, text, setting) =>
      commandEvent(menu(server, label, text, whereOf(server, setting)), server),
    click: (view, label, by = "ada") =>
      commandEvent(click(server, messageOf(state, view), label, { user: PEOPLE[by] }), server),
    noise: () => noise(server).map((sent) => messageEvent(sent, server)),
    views: () =>
      state.messages.filter(({ author, pending }) => author === state.bot.id && !pending).map(viewIn(state)),
    reactions: () => state.messages.reduce((sum, { reactions }) => sum + reactions.length, 0),
    fault: (fault) => server.fault("answer", FAULTS[fault]),
    async cut() {
      const before = server.gateway.count.resumes;
      server.gateway.drop();
      await server.until(() => server.gateway.count.resumes > before);
    },
    stop: () => host.stop(),
    start: () => host.start(),
    lockStore: () => host.lockStore(),
    age(minutes) {
      ahead += minutes * 60_000;
      state.now = () => Date.now() + ahead;
    },
    log: () => host.log,
    violations: () => state.violations,
    until: (holds) => server.until(holds, 50_000),
    async close() {
      await host.stop();
      await server.stop();
    },
  };
}

/** A thread is a channel of its own, with the id of the message that it began with. */
function whereOf(server: DiscordServer, { by = "ada", place = "team", under }: Setting = {}) {
  const channel = under === undefined ? PLACES[place] : startThread(server, under);
  return { channel, user: PEOPLE[by] };
}

function commandEvent(sent: SentInteraction, server: DiscordServer): Event {
  return {
    acknowledged: () => sent.interaction.answered !== undefined,
    again: () => messageEvent(repeat(server, sent), server),
  };
}

function messageEvent(sent: SentEvent, server: DiscordServer): Event {
  return {
    message: String(sent.payload.id),
    acknowledged: sent.confirmed,
    again: () => messageEvent(repeat(server, sent), server),
  };
}

function messageOf({ messages }: State, view: View): Stored {
  const message = messages.find(({ id }) => id === view.id);
  if (message === undefined) throw new Error(`no message ${view.id}`);
  return message;
}

// `views` is polled and reads all messages, so the reading of each is kept until its next edit.
const readings = new WeakMap<Stored, Readonly<{ writes: number; reading: Reading }>>();

function readingOf(message: Stored): Reading {
  const known = readings.get(message);
  if (known?.writes === message.writes) return known.reading;
  const reading = readMessage(message);
  readings.set(message, { writes: message.writes, reading });
  return reading;
}

function viewIn({ channels }: State) {
  return (message: Stored): View => {
    const { id, channel, onlyFor, deleted, replyTo } = message;
    const isThread = channels.get(channel)?.kind === "thread";
    const under = isThread ? channel : replyTo;
    return {
      ...readingOf(message),
      id,
      place: isThread ? "team" : nameOf(PLACES, channel),
      deleted,
      ...(onlyFor === undefined ? {} : { onlyFor: nameOf(PEOPLE, onlyFor) }),
      ...(under === undefined ? {} : { under }),
    };
  };
}

function nameOf<Name extends string>(ids: Readonly<Record<Name, string>>, id: string): Name {
  const name = (Object.keys(ids) as Name[]).find((candidate) => ids[candidate] === id);
  if (name === undefined) throw new Error(`no name for ${id}`);
  return name;
}
