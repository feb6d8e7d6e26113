// Questions while the process is killed during reloads, and what became of each, as its asker sees it.
import { cpSync, globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentFor } from "#test/platforms/slack/harness.ts";
import { type LogLine, startProcess } from "#test/support/fakes/process.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { mention } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { startDiscordClients } from "./discord-clients.ts";
import { pause } from "./load-clients.ts";

export type TrackedQuestion = Readonly<{
  /** The platform was told that it arrived. */
  isAcknowledged(): boolean;
  /** Delivers it again as Slack does; Discord never does. */
  redeliver(): void;
  /** Everything that its asker was sent. */
  texts(): readonly string[];
}>;

export type Askers = Readonly<{
  environment: Readonly<Record<string, string>>;
  ask(index: number): TrackedQuestion;
  /** While on, the platform is away. */
  outage(on: boolean): void;
  isConnected(): boolean;
  stop(): Promise<void>;
}>;

const QUESTION = "What is a red line for Iran?";

/** Mentions. Each person asks once, so that private messages can be counted too. */
export async function slackAskers(): Promise<Askers> {
  const server = await startSlack();
  const texts = (whose: readonly string[]) =>
    server.state.posts
      .filter(({ thread, onlyFor }) => whose.includes(onlyFor ?? thread ?? ""))
      .map(({ payload }) => String(payload.text));
  return {
    environment: environmentFor(server),
    ask(index) {
      const user = `UL${index}`;
      const first = mention(server, QUESTION, { user });
      const deliveries: Delivery[] = [first];
      const { event } = first.envelope.payload as Readonly<{ event: Readonly<{ ts: string }> }>;
      return {
        isAcknowledged: () => deliveries.some(({ ackedAfter }) => ackedAfter !== undefined),
        redeliver: () => deliveries.push(server.redeliver(first)),
        texts: () => texts([event.ts, user]),
      };
    },
    outage: server.outage,
    isConnected: () => server.connections() > 0,
    stop: server.stop,
  };
}

/** Slash commands: an answer replaces its acknowledgement. */
export async function discordAskers(): Promise<Askers> {
  const clients = await startDiscordClients();
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
    outage: clients.outage,
    isConnected: clients.isConnected,
    stop: async () => void (await clients.stop()),
  };
}

/** What became of questions that were acknowledged. */
export type Fates = Readonly<{
  /** Questions that were acknowledged. */
  asked: number;
  /** Got one answer. */
  answered: number;
  /** Were told that Ibid is busy, or that the answer may not have arrived; it may be there all the same. */
  told: number;
  /** Got nothing. */
  lost: number;
  /** Got more than one answer. */
  doubled: number;
}>;

/** `resumed`: stored by a process that was killed, and answered by a later one. */
export type Survival = Fates & Readonly<{ resumed: number }>;

export type EditableReports = Readonly<{ folder: string; edit(words: string): void }>;

/** A copy of the reports that may be changed. */
export function copyForEdits(original: string): EditableReports {
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  cpSync(original, folder, { recursive: true });
  const [report] = globSync(`${folder}/**/*.{md,txt}`).filter((file) => !/README\.md$/u.test(file));
  if (report === undefined) throw new Error(`no report in ${original}`);
  const source = readFileSync(report, "utf8");
  return { folder, edit: (words) => writeFileSync(report, `${source}\n\n${words}\n`) };
}

/** `rate`: questions a second. Every kill comes a few hundred milliseconds after a report was changed. */
export async function surviveKills(
  { environment: platform, ask, stop }: Askers,
  { folder, edit }: EditableReports,
  { kills, rate }: Readonly<{ kills: number; rate: number }>,
): Promise<Survival> {
  const environment = { ...platform, IBID_KNOWLEDGE: folder };
  const log: LogLine[] = [];
  let running = await startProcess(environment, log);
  const asked: TrackedQuestion[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const timer = setInterval(() => asked.push(ask(asked.length)), 1000 / rate);
    await pause(1000);
    edit(`Paragraph number ${kill} was added.`);
    await pause((kill * 97) % 700);
    await running.stop("SIGKILL");
    clearInterval(timer);
    running = await startProcess(environment, log);
    for (const one of asked) if (!one.isAcknowledged()) one.redeliver();
  }
  await untilSettled(asked);
  await running.stop();
  await stop();
  return { ...fatesOf(asked), resumed: log.filter(({ event }) => event === "answer.resumed").length };
}

/** Waits until everybody whose question was acknowledged has been sent something, and for no longer than a lease lasts. */
export async function untilSettled(asked: readonly TrackedQuestion[]): Promise<void> {
  const deadline = performance.now() + MAX_LEASE_MILLISECONDS;
  let open = asked;
  while (performance.now() < deadline) {
    open = open.filter((one) => one.isAcknowledged() && one.texts().length === 0);
    if (open.length === 0) return;
    await pause(500);
  }
}

export function fatesOf(asked: readonly TrackedQuestion[]): Fates {
  const settled = asked.filter((one) => one.isAcknowledged()).map((one) => one.texts());
  const count = (holds: (texts: readonly string[]) => boolean) => settled.filter(holds).length;
  return {
    asked: settled.length,
    answered: count((texts) => texts.filter(isAnswer).length === 1),
    told: count((texts) => !texts.every(isAnswer)),
    lost: count((texts) => texts.length === 0),
    doubled: count((texts) => texts.filter(isAnswer).length > 1),
  };
}

function isAnswer(text: string): boolean {
  return !/^(?:The answer may not have arrived|Busy\.)/u.test(text);
}

// An answer that was being sent when its process died is resumed after two and a half minutes.
const MAX_LEASE_MILLISECONDS = 170_000;
