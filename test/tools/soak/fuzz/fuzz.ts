// Sends hostile frames and bodies to the started process and watches whether it lives, hears and answers.

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
import { hostileFrame, type Random } from "./hostile.ts";

export type Fuzzed = Readonly<{
  sent: number;
  asked: number;
  unanswered: number;
  exits: number;
  /** Milliseconds for which the process did nothing else. */
  longestStall: number;
  rejections: number;
}>;

// Between two good questions. Few enough that one that breaks something is near.
const BATCH = 500;

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
  const pulse = watchPulse(`http://127.0.0.1:${port}/metrics`);
  const random = createRandom(4711);
  const events = { slack: slackEvents(slack), discord: discordEvents(discord) };
  let [sent, asked, unanswered, batches] = [0, 0, 0, 0];
  while (sent < frames && exits === 0) {
    await until(() => slack.connections() > 0 && discord.gateway.connections() > 0, 60_000);
    for (let at = 0; at < BATCH; at += 2) {
      slack.raw(hostileFrame(events.slack, random));
      discord.gateway.raw(hostileFrame(events.discord, random));
      if (at % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    batches += 1;
    if (batches % 20 === 0) disturb(slack, discord);
    sent += BATCH + spoilAnswers(slack, discord, random);
    for (const ask of [askSlack, askDiscord]) {
      asked += 1;
      if (!(await ask(slack, discord))) {
        unanswered += 1;
        print(`no answer after ${sent} frames: ${ask.name}`);
      }
    }
    slack.state.requests.length = 0;
    discord.state.requests.length = 0;
    if (sent % 10_000 < BATCH) print(`${sent} sent`);
  }
  const longestStall = pulse.stop();
  const rejections = process.log.filter(({ event }) => event === "process.unhandled-rejection").length;
  const ended = exits;
  await process.stop();
  await Promise.all([slack.stop(), discord.stop()]);
  return { sent, asked, unanswered, exits: ended, longestStall, rejections };
}

/** What is sound but comes out of order: greetings in the middle, being told to come back, a session that is void. */
function disturb(slack: SlackServer, discord: DiscordServer): void {
  slack.raw(
    JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A1" }, debug_info: {} }),
  );
  slack.raw(JSON.stringify({ type: "disconnect", reason: "warning", debug_info: {} }));
  discord.gateway.raw(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 } }));
  discord.gateway.reconnect();
}

/** The next answers to what is asked now come back spoilt; the questions after that must not suffer. */
function spoilAnswers(slack: SlackServer, discord: DiscordServer, random: Random): number {
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

/** Slack delivers again what was not acknowledged, for a connection may just be coming back. */
async function askSlack(slack: SlackServer): Promise<boolean> {
  slack.state.faults.clear();
  const first = mention(slack, QUESTION);
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

/** Real events to start from. They are not answered: what they are made into has other ids. */
function slackEvents(slack: SlackServer): readonly unknown[] {
  const { envelope: command } = slashCommand(slack, "/ask", QUESTION);
  const { envelope: said } = mention(slack, QUESTION);
  return [
    command,
    command,
    said,
    said,
    { ...command, type: "interactive" },
    { ...said, type: "slash_commands" },
  ];
}

function discordEvents(discord: DiscordServer): readonly unknown[] {
  const { type, payload } = discordCommand(discord, "ask", { question: QUESTION });
  const said = discordMention(discord, QUESTION);
  const event = (t: string, d: unknown, s: number | null = null) => ({ op: 0, t, s, d });
  return [
    event(type, payload),
    event(said.type, said.payload),
    event("GUILD_DELETE_X", said.payload),
    event("MESSAGE_UPDATE", said.payload),
    event(type, said.payload, 1),
    { op: 11, d: null },
    { op: 3, d: payload },
  ];
}

async function until(holds: () => boolean, milliseconds = 60_000): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!holds() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  return holds();
}

/**
 * The longest time for which the process did nothing else, as it tells itself. How long the answer takes would count
 * this process too, which plays both platforms and is as busy.
 */
function watchPulse(address: string) {
  let longest = 0;
  let running = true;
  const beat = async () => {
    while (running) {
      const metrics = await fetch(address).then((response) => response.text());
      longest = Math.max(longest, Number(/^nodejs_eventloop_lag_max_seconds (\S+)/mu.exec(metrics)?.[1]));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  beat().catch(() => undefined);
  return {
    stop() {
      running = false;
      return longest * 1000;
    },
  };
}
