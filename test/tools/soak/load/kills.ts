// Questions while the process is killed in the midst of reloads: what became of each, as its asker sees it.
import { cpSync, globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentFor } from "#test/platforms/slack/harness.ts";
import { type LogLine, startProcess } from "#test/support/fakes/process.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { mention } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { pause } from "./crowd.ts";
import { gatherInDiscord } from "./discord.ts";

/** A question, as the one who asked it sees it. */
type Asked = Readonly<{
  /** The platform was told that it arrived. */
  isTaken(): boolean;
  /** The platform delivers it again, if it ever does. */
  deliverAgain(): void;
  texts(): readonly string[];
}>;

export type People = Readonly<{
  environment: Readonly<Record<string, string>>;
  ask(at: number): Asked;
  stop(): Promise<void>;
}>;

const QUESTION = "What is a red line for Iran?";

/** Mentions. Each person asks once, so that what is told in private can be counted too. */
export async function peopleInSlack(): Promise<People> {
  const server = await startSlack();
  const texts = (whose: readonly string[]) =>
    server.state.posts
      .filter(({ thread, onlyFor }) => whose.includes(onlyFor ?? thread ?? ""))
      .map(({ payload }) => String(payload.text));
  return {
    environment: environmentFor(server),
    ask(at) {
      const user = `UL${at}`;
      const first = mention(server, QUESTION, { user });
      const deliveries: Delivery[] = [first];
      const { event } = first.envelope.payload as Readonly<{ event: Readonly<{ ts: string }> }>;
      return {
        isTaken: () => deliveries.some(({ ackedAfter }) => ackedAfter !== undefined),
        deliverAgain: () => deliveries.push(server.redeliver(first)),
        texts: () => texts([event.ts, user]),
      };
    },
    stop: server.stop,
  };
}

/** Slash commands: an answer takes the place of its acknowledgement, and Discord delivers nothing twice. */
export async function peopleInDiscord(): Promise<People> {
  const clients = await gatherInDiscord();
  return {
    environment: clients.environment,
    ask(at) {
      const one = clients.ask(at, QUESTION);
      return {
        isTaken: () => one.ackedAfter() !== undefined,
        deliverAgain: () => undefined,
        texts: () => one.answers().slice(-1),
      };
    },
    stop: async () => void (await clients.stop()),
  };
}

export type Survival = Readonly<{
  /** What a platform was told to have arrived. */
  asked: number;
  /** Got one answer. */
  answered: number;
  /** Got word that the answer may not have arrived; it may stand there all the same. */
  told: number;
  /** Got nothing. */
  lost: number;
  /** Got more than one answer. */
  doubled: number;
  /** Written down by a process that was killed, and answered by a later one. */
  resumed: number;
}>;

export type Knowledge = Readonly<{ folder: string; edit(words: string): void }>;

/** A copy of the reports that may be changed. */
export function copyForEdits(original: string): Knowledge {
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  cpSync(original, folder, { recursive: true });
  const [report] = globSync(`${folder}/**/*.{md,txt}`).filter((file) => !/README\.md$/u.test(file));
  if (report === undefined) throw new Error(`no report in ${original}`);
  const source = readFileSync(report, "utf8");
  return { folder, edit: (words) => writeFileSync(report, `${source}\n\n${words}\n`) };
}

/** `rate`: questions a second. Every kill comes some hundred milliseconds after a change of a report. */
export async function surviveKills(
  { environment: own, ask, stop }: People,
  { folder, edit }: Knowledge,
  { kills, rate }: Readonly<{ kills: number; rate: number }>,
): Promise<Survival> {
  const environment = { ...own, IBID_KNOWLEDGE: folder };
  const log: LogLine[] = [];
  let running = await startProcess(environment, log);
  const asked: Asked[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const timer = setInterval(() => asked.push(ask(asked.length)), 1000 / rate);
    await pause(1000);
    edit(`Paragraph number ${kill} was added.`);
    await pause((kill * 97) % 700);
    await running.stop("SIGKILL");
    clearInterval(timer);
    running = await startProcess(environment, log);
    for (const one of asked) if (!one.isTaken()) one.deliverAgain();
  }
  const taken = () => asked.filter((one) => one.isTaken());
  const deadline = performance.now() + MAX_LEASE;
  while (performance.now() < deadline && taken().some((one) => one.texts().length === 0)) await pause(500);
  await running.stop();
  await stop();
  const settled = taken().map((one) => one.texts());
  const count = (holds: (texts: readonly string[]) => boolean) => settled.filter(holds).length;
  return {
    asked: settled.length,
    answered: count((texts) => texts.filter(isAnswer).length === 1),
    told: count((texts) => !texts.every(isAnswer)),
    lost: count((texts) => texts.length === 0),
    doubled: count((texts) => texts.filter(isAnswer).length > 1),
    resumed: log.filter(({ event }) => event === "answer.resumed").length,
  };
}

function isAnswer(text: string): boolean {
  return !text.startsWith("The answer may not have arrived");
}

// What was being sent when its process died is taken up again after two and a half minutes.
const MAX_LEASE = 170_000;
