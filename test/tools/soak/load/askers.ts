// People on both loopback platforms who ask, and what became of each of their questions as its asker sees it.
import { environmentFor } from "#test/platforms/slack/harness.ts";
import { mention as mentionOnDiscord } from "#test/support/fakes/discord/payloads.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { GUILD, type Stored } from "#test/support/fakes/discord/state.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { mention, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import type { Post } from "#test/support/fakes/slack/state.ts";
import { startDiscordClients } from "./discord-clients.ts";
import { pause } from "./load-clients.ts";

export type TrackedQuestion = Readonly<{
  /** The platform was told that it arrived. */
  isAcknowledged(): boolean;
  /** Delivers it again as Slack does mentions. Slack's commands and whatever Discord delivers come once only. */
  redeliver(): void;
  /** Everything that its asker was sent. */
  texts(): readonly string[];
}>;

type Ask = (index: number) => TrackedQuestion;

export type Askers = Readonly<{
  environment: Readonly<Record<string, string>>;
  /** In the way that is counted best: mentions on Slack, commands on Discord. */
  ask: Ask;
  /** In the other way: commands on Slack, mentions on Discord. */
  askOtherwise: Ask;
  /** While on, the platform is away. */
  outage(on: boolean): void;
  isConnected(): boolean;
  stop(): Promise<void>;
}>;

const QUESTION = "What is a red line for Iran?";

/** Each person asks once, so that private messages can be counted too. `server`: one of its own if it is absent. */
export async function slackAskers(server?: SlackServer): Promise<Askers> {
  const slack = server ?? (await startSlack());
  const postsFor = createIndex(
    () => slack.state.posts,
    ({ onlyFor, thread }: Post) => onlyFor ?? thread,
  );
  const texts = (keys: readonly string[]) =>
    keys.flatMap(postsFor).map(({ payload }) => String(payload.text));
  return {
    environment: environmentFor(slack),
    ask(index) {
      const user = `UL${index}`;
      const first = mention(slack, QUESTION, { user });
      const deliveries: Delivery[] = [first];
      const { event } = first.envelope.payload as Readonly<{ event: Readonly<{ ts: string }> }>;
      return {
        isAcknowledged: () => deliveries.some(({ ackedAfter }) => ackedAfter !== undefined),
        redeliver: () => deliveries.push(slack.redeliver(first)),
        texts: () => texts([event.ts, user]),
      };
    },
    askOtherwise(index) {
      const user = `UL${index}`;
      const delivery = slashCommand(slack, "/ask", QUESTION, { user });
      return {
        isAcknowledged: () => delivery.ackedAfter !== undefined,
        redeliver: () => undefined,
        texts: () => texts([user]),
      };
    },
    outage: slack.outage,
    isConnected: () => slack.connections() > 0,
    stop: slack.stop,
  };
}

// Mentions are answered by posts, of which Discord takes five in five seconds in a channel.
const MENTION_CHANNELS = 50;

/** An answer to a command replaces its acknowledgement. `server`: one of its own if it is absent. */
export async function discordAskers(server?: DiscordServer): Promise<Askers> {
  const discord = server ?? (await startDiscord());
  const { state } = discord;
  const clients = startDiscordClients(discord);
  const channels = Array.from({ length: MENTION_CHANNELS }, (_, index) =>
    String(720_000_000_000_000_000n + BigInt(index)),
  );
  for (const id of channels)
    state.channels.set(id, { id, kind: "text", guild: GUILD, name: `asking-${id}`, denied: 0n });
  const repliesTo = createIndex(
    () => state.messages,
    // An apology has the id of the question's message and a letter.
    ({ nonce }: Stored) => nonce?.replace(/f$/u, ""),
  );
  return {
    environment: clients.environment,
    ask(index) {
      const asked = clients.ask(index, QUESTION);
      return {
        isAcknowledged: () => asked.ackedAfter() !== undefined,
        redeliver: () => undefined,
        texts: () => asked.answers().slice(-1),
      };
    },
    askOtherwise(index) {
      const channel = channels[index % MENTION_CHANNELS] ?? "";
      const { payload } = mentionOnDiscord(discord, QUESTION, { channel });
      const texts = () => repliesTo(String(payload.id)).map((message) => readMessage(message).words);
      // Discord is never told that a message has arrived. One that was answered has.
      return { isAcknowledged: () => texts().length > 0, redeliver: () => undefined, texts };
    },
    outage: clients.outage,
    isConnected: clients.isConnected,
    stop: async () => void (await clients.stop()),
  };
}

/** Finds what was sent by its key. Each item is read once. */
function createIndex<Item>(
  items: () => readonly Item[],
  keyOf: (item: Item) => string | undefined,
): (key: string) => readonly Item[] {
  const found = new Map<string, Item[]>();
  let read = 0;
  return (key) => {
    for (const item of items().slice(read)) {
      const own = keyOf(item) ?? "";
      found.set(own, [...(found.get(own) ?? []), item]);
      read += 1;
    }
    return found.get(key) ?? [];
  };
}

/** What became of questions that were acknowledged; each is counted once. */
export type Fates = Readonly<{
  /** Questions that were acknowledged. */
  asked: number;
  /** Got one answer. */
  answered: number;
  /** Got no answer, and were told that Ibid is busy, that they should ask again, or that the answer may not have arrived. */
  told: number;
  /** Got nothing. */
  lost: number;
  /** Got more than one answer. */
  doubled: number;
}>;

/**
 * Waits until everybody whose question was acknowledged has been sent something, and for no longer than a lease lasts. A question
 * that was delivered again may be acknowledged only now.
 */
export async function untilSettled(asked: readonly TrackedQuestion[]): Promise<void> {
  const deadline = performance.now() + MAX_LEASE_MILLISECONDS;
  let acknowledged = -1;
  let changedAt = performance.now();
  while (performance.now() < deadline) {
    const now = asked.filter((one) => one.isAcknowledged());
    if (now.length !== acknowledged) changedAt = performance.now();
    acknowledged = now.length;
    const isQuiet = acknowledged === asked.length || performance.now() - changedAt > QUIET_MILLISECONDS;
    if (isQuiet && now.every((one) => one.texts().length > 0)) return;
    await pause(500);
  }
}

// Long enough for whatever was delivered again to be acknowledged.
const QUIET_MILLISECONDS = 5_000;

// An answer that was being sent when its process died is resumed after two and a half minutes.
const MAX_LEASE_MILLISECONDS = 170_000;

export function fatesOf(asked: readonly TrackedQuestion[]): Fates {
  const settled = asked.filter((one) => one.isAcknowledged()).map((one) => one.texts());
  const count = (holds: (answers: number, texts: number) => boolean) =>
    settled.filter((texts) => holds(texts.filter(isAnswer).length, texts.length)).length;
  return {
    asked: settled.length,
    answered: count((answers) => answers === 1),
    told: count((answers, texts) => answers === 0 && texts > 0),
    lost: count((_, texts) => texts === 0),
    doubled: count((answers) => answers > 1),
  };
}

function isAnswer(text: string): boolean {
  return !TELLING.test(text);
}

// The messages of `src/bot/messages/failure.ts` that an asker can get through no fault of their own.
const TELLING =
  /^(?:Your answer may not have arrived|Ibid is busy|Something went wrong|Ibid could not answer you|The platform accepts no more posts)/u;
