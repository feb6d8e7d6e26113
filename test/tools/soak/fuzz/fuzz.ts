// Sends hostile frames and bodies to the running process and checks that it goes on and answers.

import { environmentFor as discordEnvironment } from "#test/platforms/discord/harness.ts";
import { environmentFor as slackEnvironment } from "#test/platforms/slack/harness.ts";
import {
  slashCommand as discordCommand,
  mention as discordMention,
} from "#test/support/fakes/discord/payloads.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { freePort, startProcess } from "#test/support/fakes/process.ts";
import { mention, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import { createRandom } from "#test/tools/evaluate/random.ts";
import { watchEventLoop } from "#test/tools/soak/event-loop.ts";
import { hostileFrame, type Random } from "./hostile.ts";

export type Fuzzed = Readonly<{
  sent: number;
  asked: number;
  unanswered: number;
  exits: number;
  /** Milliseconds; how long the process's event loop was blocked at most. */
  longestStall: number;
  rejections: number;
}>;

// Frames between two good questions. Few enough that a frame that breaks something is found nearby.
const FRAMES_PER_BATCH = 500;

export async function fuzz(frames: number, data: string, print: (line: string) => void): Promise<Fuzzed> {
  const [slack, discord, port] = [await startSlack(), await startDiscord(), await freePort()];
  const process = await startProcess({
    ...slackEnvironment(slack),
    ...discordEnvironment(discord),
    IBID_DATA: data,
    PORT: String(port),
  });
  let exits = 0;
  void process.exited.then(() => {
    exits = 1;
  });
  const eventLoop = watchEventLoop(`http://127.0.0.1:${port}/metrics`);
  const random = createRandom(4711);
  const events = { slack: slackEvents(slack), discord: discordEvents(discord) };
  let [sent, asked, unanswered, batches] = [0, 0, 0, 0];
  while (sent < frames && exits === 0) {
    await until(() => slack.connections() > 0 && discord.gateway.connections() > 0, 60_000);
    for (let i = 0; i < FRAMES_PER_BATCH; i += 2) {
      slack.raw(hostileFrame(events.slack, random));
      discord.gateway.raw(hostileFrame(events.discord, random));
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    batches += 1;
    if (batches % 20 === 0) disturb(slack, discord);
    sent += FRAMES_PER_BATCH + breakResponses(slack, discord, random);
    for (const ask of [askSlack, askDiscord]) {
      asked += 1;
      if (!(await ask(slack, discord))) {
        unanswered += 1;
        print(`no answer after ${sent} frames: ${ask.name}`);
      }
    }
    slack.state.requests.length = 0;
    discord.state.requests.length = 0;
    if (sent % 10_000 < FRAMES_PER_BATCH) print(`${sent} sent`);
  }
  const longestStall = eventLoop.stop();
  const rejections = process.log.filter(({ event }) => event === "process.unhandled-rejection").length;
  const ended = exits;
  await process.stop();
  await Promise.all([slack.stop(), discord.stop()]);
  return { sent, asked, unanswered, exits: ended, longestStall, rejections };
}

/** Valid messages out of order: greetings in the middle, requests to reconnect, an invalid session. */
function disturb(slack: SlackServer, discord: DiscordServer): void {
  slack.raw(
    JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A1" }, debug_info: {} }),
  );
  slack.raw(JSON.stringify({ type: "disconnect", reason: "warning", debug_info: {} }));
  discord.gateway.raw(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
  discord.gateway.reconnect();
}

/** The platforms' next responses are broken; the questions after that must not be affected. */
function breakResponses(slack: SlackServer, discord: DiscordServer, random: Random): number {
  const status = [200, 204, 400, 404, 500][Math.floor(random() * 5)] ?? 500;
  slack.fault("answer", { kind: "status", status });
  discord.fault("answer", {
    kind: "status",
    status,
    body: { code: "x".repeat(Math.floor(random() * 1000)) },
  });
  slashCommand(slack, "/ask", "what about trade?");
  discordCommand(discord, "ask", { question: "what about trade?" });
  return 2;
}

const QUESTION = "What would be a red line for Iran's parliament?";

// The frames are derived from events of another channel, which they keep busy.
const QUIET_CHANNEL = "C2";

/** Redelivers as Slack does what was not acknowledged: the connection may just be coming back. */
async function askSlack(slack: SlackServer): Promise<boolean> {
  slack.state.faults.clear();
  slack.state.channels.set(QUIET_CHANNEL, { id: QUIET_CHANNEL, kind: "public", member: true });
  const first = mention(slack, QUESTION, { channel: QUIET_CHANNEL });
  const { event } = first.envelope.payload as { event: { ts: string } };
  const isAnswered = () => slack.state.posts.some(({ thread }) => thread === event.ts);
  for (let delivery = first, tries = 0; tries < 10; tries++) {
    await until(() => delivery.ackedAfter !== undefined || isAnswered(), 3_000);
    if (delivery.ackedAfter !== undefined) return until(isAnswered);
    delivery = slack.redeliver(first);
  }
  return isAnswered();
}

async function askDiscord(_: SlackServer, discord: DiscordServer): Promise<boolean> {
  discord.state.faults.clear();
  const { interaction } = discordCommand(discord, "ask", { question: QUESTION });
  return until(() =>
    discord.state.messages.some(({ id, pending }) => id === interaction.original && !pending),
  );
}

/** Real events to derive hostile frames from. */
function slackEvents(slack: SlackServer): readonly unknown[] {
  const { envelope: command } = slashCommand(slack, "/ask", QUESTION);
  const { envelope: mentioned } = mention(slack, QUESTION);
  return [
    command,
    command,
    mentioned,
    mentioned,
    { ...command, type: "interactive" },
    { ...mentioned, type: "slash_commands" },
  ];
}

function discordEvents(discord: DiscordServer): readonly unknown[] {
  const { type, payload } = discordCommand(discord, "ask", { question: QUESTION });
  const mentioned = discordMention(discord, QUESTION);
  const event = (t: string, d: unknown, s: number | null = null) => ({ op: 0, t, s, d });
  return [
    event(type, payload),
    event(mentioned.type, mentioned.payload),
    event("GUILD_DELETE_X", mentioned.payload),
    event("MESSAGE_UPDATE", mentioned.payload),
    event(type, mentioned.payload, 1),
    { op: 11, d: null },
    { op: 3, d: payload },
  ];
}

async function until(holds: () => boolean, milliseconds = 60_000): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!holds() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  return holds();
}
