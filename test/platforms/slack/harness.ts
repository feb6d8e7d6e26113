// The harness of Slack: the process that `npm start` starts, against the fake Slack.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Args } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import type { Event, Fault, Harness, Person, Place, Setting, View } from "#test/platforms/harness.ts";
import { type Host, hostOf } from "#test/support/fakes/process.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import {
  click,
  directMessage,
  mention,
  noise,
  shortcut,
  slashCommand,
} from "#test/support/fakes/slack/payloads.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import type { Post, Fault as SlackFault } from "#test/support/fakes/slack/state.ts";
import { knowledgeWithRedReport } from "#test/support/red-report.ts";

const PEOPLE: Readonly<Record<Person, string>> = { ada: "U1", ben: "U2", eve: "UEVE" };
const PLACES: Readonly<Record<Place, string>> = { team: "C1", outside: "C2", external: "C4", direct: "D1" };

const FAULTS: Readonly<Record<Fault, SlackFault>> = {
  limited: { kind: "ratelimited", retryAfter: 1 },
  fails: { kind: "status", status: 500 },
  hangs: { kind: "hang" },
  lost: { kind: "drop-after" },
  refused: { kind: "error", error: "invalid_blocks" },
};

export type SlackHarness = Harness &
  Readonly<{ server: SlackServer; environment: Readonly<Record<string, string>> }>;

export async function openSlackHarness(knowledge = knowledgeWithRedReport()): Promise<SlackHarness> {
  const server = await startSlack();
  const environment = { ...environmentFor(server), IBID_KNOWLEDGE: knowledge };
  const host = hostOf(environment);
  await host.start();
  return { ...slackHarness(server, host), environment };
}

export function slackHarness(server: SlackServer, host: Host): Harness & Readonly<{ server: SlackServer }> {
  let ahead = 0;
  return {
    server,
    command: (name, args, setting) =>
      eventOf(server, slashCommand(server, `/${name}`, typed(name, args), whereOf(setting))),
    mention: (text, setting) => eventOf(server, mention(server, text, whereOf(setting))),
    direct: (text, setting) =>
      eventOf(server, directMessage(server, text, whereOf({ place: "direct", ...setting }))),
    shortcut: (label, text, setting) =>
      eventOf(server, shortcut(server, callbackOf(label), text, whereOf(setting))),
    click: (view, label, by = "ada") =>
      eventOf(server, click(server, postOf(server, view), label, { user: PEOPLE[by] })),
    noise: () => noise(server).map((delivery) => eventOf(server, delivery)),
    views: () => server.state.posts.map(viewOf),
    reactions: () => server.state.reactions.length,
    fault: (fault) => server.fault("answer", FAULTS[fault]),
    async cut() {
      const before = server.connected();
      server.drop();
      await server.until(() => server.connected() > before);
    },
    stop: () => host.stop(),
    start: () => host.start(),
    lockStore: () => host.lockStore(),
    age(minutes) {
      ahead += minutes * 60_000;
      server.state.now = () => Date.now() + ahead;
    },
    log: () => host.log,
    violations: () => server.state.violations,
    until: server.until,
    async close() {
      await host.stop();
      await server.stop();
    },
  };
}

/** The environment of a process that uses the fake server, with a data folder of its own. */
export function environmentFor(server: SlackServer): Readonly<Record<string, string>> {
  return {
    IBID_DATA: mkdtempSync(join(tmpdir(), "ibid-")),
    SLACK_BOT_TOKEN: server.state.botToken,
    SLACK_APP_TOKEN: server.state.appToken,
    SLACK_API_URL: server.url,
  };
}

function whereOf({ by = "ada", place = "team", under }: Setting = {}) {
  return {
    channel: PLACES[place],
    user: PEOPLE[by],
    ...(under === undefined ? {} : { thread: under }),
  };
}

/** A command's options as a person types them after its name. */
function typed(name: string, args: Args): string {
  const command = commandTable.find((candidate) => candidate.name === name);
  const first = command?.options[0]?.name ?? "";
  const { [first]: words = "", report, ...others } = args;
  const scope = report === undefined ? [] : [`in:"${report}"`];
  return [words, ...scope, ...Object.values(others)].join(" ").trim();
}

function callbackOf(label: string): string {
  return commandTable.find((command) => command.shortcut === label)?.name ?? "";
}

function eventOf(server: SlackServer, delivery: Delivery): Event {
  const { event } = delivery.envelope.payload as Readonly<{ event?: Readonly<{ ts: string }> }>;
  return {
    ...(event === undefined ? {} : { message: event.ts }),
    acknowledged: () => delivery.ackedAfter !== undefined,
    again: () => eventOf(server, server.redeliver(delivery)),
  };
}

function postOf(server: SlackServer, view: View): Post {
  const post = server.state.posts.find(({ ts }) => ts === view.id);
  if (post === undefined) throw new Error(`no post ${view.id}`);
  return post;
}

function viewOf(post: Post): View {
  const { channel, ts, thread, onlyFor, deleted } = post;
  return {
    ...readPost(post),
    id: ts,
    place: nameOf(PLACES, channel),
    deleted,
    ...(onlyFor === undefined ? {} : { onlyFor: nameOf(PEOPLE, onlyFor) }),
    ...(thread === undefined ? {} : { under: thread }),
  };
}

function nameOf<Name extends string>(ids: Readonly<Record<Name, string>>, id: string): Name {
  const name = (Object.keys(ids) as Name[]).find((candidate) => ids[candidate] === id);
  if (name === undefined) throw new Error(`no name for ${id}`);
  return name;
}
