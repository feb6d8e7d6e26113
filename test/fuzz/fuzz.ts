// Sends hostile frames and bodies to the started process and watches whether it lives, hears and answers.
import { slashCommand as discordCommand, mention as discordMention } from "../fakes/discord/payloads.ts";
import { type DiscordServer, startDiscord } from "../fakes/discord/server.ts";
import { startProcess } from "../fakes/process.ts";
import { mention, slashCommand } from "../fakes/slack/payloads.ts";
import { type SlackServer, startSlack } from "../fakes/slack/server.ts";
import { freePort } from "../operations/started.ts";
import { environmentFor as discordEnvironment } from "../platforms/discord/stage.ts";
import { environmentFor as slackEnvironment } from "../platforms/slack/stage.ts";
import { createRandom, hostileFrame, type Random } from "./hostile.ts";

export type Fuzzed = Readonly<{
  sent: number;
  asked: number;
  unanswered: number;
  exits: number;
  /** Milliseconds without an answer of /healthz. */
  longestSilence: number;
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
  void process.exited.then(() => exits++);
  const pulse = watchPulse(`http://127.0.0.1:${port}/healthz`);
  const random = createRandom(4711);
  const events = { slack: slackEvents(slack), discord: discordEvents(discord) };
  let [sent, asked, unanswered] = [0, 0, 0];
  while (sent < frames && exits === 0) {
    await until(() => slack.connections() > 0 && discord.gateway.connections() > 0, 60_000);
    for (let at = 0; at < BATCH; at += 2) {
      slack.raw(hostileFrame(events.slack, random));
      discord.gateway.raw(hostileFrame(events.discord, random));
      if (at % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
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
  const longestSilence = pulse.stop();
  const rejections = process.log.filter(({ event }) => event === "unhandled rejection").length;
  if (exits === 0) await process.stop();
  await Promise.all([slack.stop(), discord.stop()]);
  return { sent, asked, unanswered, exits: exits === 0 ? 0 : 1, longestSilence, rejections };
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

async function askSlack(slack: SlackServer): Promise<boolean> {
  slack.state.faults.clear();
  const { envelope } = mention(slack, QUESTION);
  const { event } = envelope.payload as { event: { ts: string } };
  return until(() => slack.state.posts.some(({ thread }) => thread === event.ts));
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
  const disconnect = { type: "disconnect", reason: "warning", debug_info: {} };
  const hello = { type: "hello", num_connections: 1, connection_info: { app_id: "A1" }, debug_info: {} };
  return [
    command,
    command,
    said,
    said,
    { ...command, type: "interactive" },
    { ...said, type: "slash_commands" },
    hello,
    disconnect,
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

async function until(holds: () => boolean, milliseconds = 20_000): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (!holds() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  return holds();
}

function watchPulse(address: string) {
  let last = performance.now();
  let longest = 0;
  let running = true;
  const beat = async () => {
    while (running) {
      await fetch(address).then((response) => response.text());
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  beat().catch(() => undefined);
  return {
    stop() {
      running = false;
      return Math.max(longest, performance.now() - last);
    },
  };
}
