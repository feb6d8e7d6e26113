// Payloads that other projects have published run through the process that `npm start` starts, one after the other. The list
// beside this file says what becomes of each; `npm test -- payloads --update` renews it.
//
// A command, menu or button runs twice: as published, and as one of Ibid's, whose id in the list ends in `-ours`.
//
// handled: answered once. disowned: told once that this is none of Ibid's. outside: told once that Ibid answers only people of
// its own organisation. ignored: an event of no concern to Ibid, acknowledged and not answered. acknowledged: a button or
// suggestion of another application, closed without an answer. unacknowledged: a kind that Ibid does not offer.
// thrown-by-client: the client library cannot read it, which is logged and ends nothing. thrown: Ibid cannot read it.
import { expect, test, vi } from "vitest";
import { refusalLine } from "#bot/messages/scope.ts";
import { slashCommand as discordCommand } from "#test/support/fakes/discord/payloads.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import type { Stored } from "#test/support/fakes/discord/state.ts";
import { type LogLine, type Process, startProcess } from "#test/support/fakes/process.ts";
import { mention } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import type { Post } from "#test/support/fakes/slack/state.ts";
import { environmentFor as discordEnvironment } from "./discord/harness.ts";
import { discordEvent, type Published, readPublished, slackEnvelope, withOurs } from "./payloads.ts";
import { environmentFor as slackEnvironment } from "./slack/harness.ts";

type Outcomes = Record<string, string>;

const QUESTION = "What would be a red line for Iran's parliament?";
const published = { slack: readPublished("slack"), discord: readPublished("discord") };

test.skipIf(published.slack === undefined || published.discord === undefined)(
  "every published payload is read as the list says; none ends the process or is answered twice (needs IBID_PAYLOADS)",
  async () => {
    const [slack, discord] = await Promise.all([slackOutcomes(), discordOutcomes()]);
    const lines = JSON.stringify({ ...slack, ...discord }, null, 2);
    await expect(`${lines}\n`).toMatchFileSnapshot("payloads.json");
  },
  300_000,
);

/** Each payload, followed by the one that is turned into one of Ibid's. */
function asPublishedAndOurs(payloads: readonly Published[] = []): readonly Published[] {
  return payloads.flatMap((one) => [one, withOurs(one)].filter((payload) => payload !== undefined));
}

async function slackOutcomes(): Promise<Outcomes> {
  const server = await startSlack();
  const { state } = server;
  const process = await startProcess(slackEnvironment(server));
  const seen: Seen[] = [];
  let probed = 0;
  const probe = () =>
    answerTo(process, () => {
      probed += 1;
      const { event } = mention(server, QUESTION, { user: "UPROBE" }).envelope.payload as ProbeEvent;
      return server.until(() => state.posts.some(({ thread }) => thread === event.ts));
    });
  for (const one of asPublishedAndOurs(published.slack)) {
    const [before, first] = [process.log.length, state.posts.length];
    const { type, payload, channel, responseKey } = slackEnvelope(server, one);
    const delivery = server.deliver(type, payload);
    // What people are told in a direct conversation takes a request more than an answer: hence a second question.
    for (let probes = 0; probes < (type === "events_api" ? 1 : 2); probes++) await probe();
    // People who cannot be answered where they asked are told in the one direct conversation.
    const told = state.posts.slice(first).filter((post) => post.channel === "D1");
    const isAnswer = (post: Post) =>
      told.includes(post) ||
      (channel !== undefined && post.channel === channel) ||
      (responseKey !== undefined && post.by === responseKey);
    seen.push({
      id: one.id,
      channel,
      closes: type === "events_api" ? "ignored" : "acknowledged",
      lines: process.log.slice(before),
      isAcknowledged: () => delivery.ackedAfter !== undefined,
      answers: () => [
        ...state.posts.filter((post) => isAnswer(post)).map((post) => String(post.payload.text)),
        ...state.reactions.filter((reaction) => reaction.channel === channel).map(() => "a reaction"),
      ],
    });
  }
  expect(await process.stop()).toBe(0);
  const outcomes = outcomesOf(seen);
  expect(seen.reduce((sum, { answers }) => sum + answers().length, probed)).toBe(
    state.posts.length + state.reactions.length,
  );
  await server.stop();
  return outcomes;
}

async function discordOutcomes(): Promise<Outcomes> {
  const server = await startDiscord();
  const { state } = server;
  const events = asPublishedAndOurs(published.discord).map((one) => discordEvent(server, one));
  const process = await startProcess(discordEnvironment(server));
  const seen: Seen[] = [];
  for (const { id, name, payload, interaction, channel } of events) {
    const before = process.log.length;
    if (interaction !== undefined) interaction.createdAt = state.now();
    server.gateway.dispatch(name, () => payload);
    await answerTo(process, () => {
      const { interaction: probe } = discordCommand(server, "ask", { question: QUESTION });
      const isAnswer = (message: Stored) => message.id === probe.original && !message.pending;
      return server.until(() => state.messages.some(isAnswer));
    });
    seen.push({
      id,
      channel,
      closes: interaction === undefined ? "ignored" : "acknowledged",
      lines: process.log.slice(before),
      isAcknowledged: () => interaction === undefined || interaction.answered !== undefined,
      answers: () =>
        state.messages
          .filter((message) => message.channel === channel)
          .flatMap((message) => new Array<string>(message.writes).fill(readMessage(message).words)),
    });
  }
  expect(await process.stop()).toBe(0);
  const outcomes = outcomesOf(seen);
  await server.stop();
  return outcomes;
}

type ProbeEvent = Readonly<{ event: Readonly<{ ts: string }> }>;

/** One payload, what it leads to unless it is answered, the log's lines until the next, and what the platform saw. */
type Seen = Readonly<{
  id: string;
  channel: string | undefined;
  closes: "ignored" | "acknowledged";
  lines: readonly LogLine[];
  isAcknowledged(): boolean;
  answers(): readonly string[];
}>;

/** Asks a question and waits for its answer and its line in the log: all that came before it has been read by then. */
async function answerTo({ log }: Process, ask: () => Promise<void>): Promise<void> {
  const handled = () => log.filter(({ event }) => event === "invocation.handled").length;
  const before = handled();
  await ask();
  await vi.waitUntil(() => handled() > before, { timeout: 10_000, interval: 2 });
}

function outcomesOf(seen: readonly Seen[]): Outcomes {
  const channels = new Set(seen.map(({ channel }) => channel));
  const lines = seen.flatMap((one) => one.lines);
  // A line that names a channel may come late, and belongs to the payload of that channel.
  const linesOf = (one: Seen) => [
    ...one.lines.filter(({ channel }) => typeof channel !== "string" || !channels.has(channel)),
    ...(one.channel === undefined ? [] : lines.filter(({ channel }) => channel === one.channel)),
  ];
  return Object.fromEntries(seen.map((one) => [one.id, outcomeOf(one, linesOf(one))]));
}

function outcomeOf({ closes, isAcknowledged, answers }: Seen, lines: readonly LogLine[]): string {
  const errors = lines.filter(({ level }) => level === "error");
  if (errors.length > 0) return errors.every(isOfClient) ? "thrown-by-client" : "thrown";
  const [answer, ...more] = answers();
  if (more.length > 0) return "answered-twice";
  if (answer !== undefined) return nameOfAnswer(answer);
  return isAcknowledged() ? closes : "unacknowledged";
}

function nameOfAnswer(answer: string): string {
  if (answer.startsWith("Ibid no longer has this command")) return "disowned";
  return answer === OUTSIDE ? "outside" : "handled";
}

const OUTSIDE = refusalLine({ kind: "refused", why: "outside" });

// The stack begins in a package. Two errors of the client libraries are logged without their stacks.
const OF_CLIENT = [
  /^[^\n]*\n +at [^\n]*\/node_modules\//u,
  /^An unhandled error occurred while Bolt processed/u,
  /\(AutocompleteInteractionOptionNoFocusedOption\)$/u,
];

function isOfClient({ error, message }: LogLine): boolean {
  return OF_CLIENT.some((pattern) => pattern.test(String(error ?? message)));
}
