// Replays requests in the process that `npm start` starts, over the loopback Slack, then changes a report and makes the digests of
// many channels due, and measures how long the event loop of the process is held by each.
import { appendFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startProcess } from "#test/support/fakes/process.ts";
import { pause } from "#test/tools/soak/load/load-clients.ts";
import { type SlackClients, startSlackClients } from "#test/tools/soak/load/slack-clients.ts";
import { subscribeDaily } from "#test/tools/soak/subscribe.ts";
import type { TypedCommand } from "./requests.ts";
import type { Turn } from "./turns.ts";
import type { LoggedTurn } from "./watched-process.ts";

/** What the process was doing, how much of it, and how long it was held meanwhile. */
export type Phase = Readonly<{
  name: string;
  count: number;
  /** Requests that were not answered. */
  unanswered: number;
  /** The turn that was longest by the clock; zeros if none was noticed. */
  longest: Turn;
  /** The turn that held the process longest itself: for this one the time in which it waited for a processor is left out. */
  heaviest: Turn;
  /** Milliseconds; the most processor time of any turn. */
  maxCpu: number;
}>;

export type ReplayPlan = Readonly<{
  knowledge: string;
  /** A report in it, which is changed. */
  report: string;
  channels: number;
  /** How many days the digests were missed before. */
  missedDays: number;
}>;

const IDLE_SECONDS = 10;
// As many requests as are sent at a time: enough that the process is never without one.
const AT_A_TIME = 4;
const PATIENCE_SECONDS = 300;

/** `ended` is called after each phase. */
export async function replay(
  worst: readonly TypedCommand[],
  plan: ReplayPlan,
  ended: (phase: Phase) => void,
): Promise<void> {
  const clients = await startSlackClients();
  const data = mkdtempSync(join(tmpdir(), "ibid-"));
  const file = join(data, "turns.jsonl");
  const running = await startProcess({
    ...clients.environment,
    IBID_DATA: data,
    IBID_KNOWLEDGE: plan.knowledge,
    STALLS_FILE: file,
    NODE_OPTIONS: `--import=${pathToFileURL(resolve("test/tools/soak/stalls/watched-process.ts"))}`,
  });
  const during = async (name: string, count: number, work: () => Promise<number>) => {
    const from = Date.now();
    const unanswered = await work();
    await pause(500);
    const turns = turnsIn(file, from);
    const longest = maxBy(turns, ({ wall }) => wall);
    const heaviest = maxBy(turns, heldFor);
    ended({ name, count, unanswered, longest, heaviest, maxCpu: maxBy(turns, ({ cpu }) => cpu).cpu });
  };
  const ask = (commands: readonly TypedCommand[]) => askAll(clients, commands);
  // The quotations are indexed after the start: the first check waits for that.
  await during("start", 1, () => ask([FIRST]));
  await during("idle", 0, () => pause(IDLE_SECONDS * 1000).then(() => 0));
  for (const [kind, commands] of Map.groupBy(worst, kindOf))
    await during(kind, commands.length, () => ask(commands));
  await during("reload", 1, async () => {
    const reloaded = () => running.log.filter(({ event }) => event === "knowledge.reloaded").length;
    const before = reloaded();
    appendFileSync(join(plan.knowledge, plan.report), "\n\nA paragraph was added about otters.\n");
    const unloaded = (await until(() => reloaded() > before)) ? 0 : 1;
    return unloaded + (await ask([FIRST]));
  });
  await during("digests", plan.channels, () => postDigests(clients, data, plan));
  await running.stop();
  await clients.stop();
}

const FIRST: TypedCommand = { name: "verify", text: "These words stand in no report at all." };

function kindOf({ name }: TypedCommand): string {
  return ["verify", "cite", "ask"].includes(name) ? name : "others";
}

/** Returns how many were not answered. */
async function askAll(clients: SlackClients, commands: readonly TypedCommand[]): Promise<number> {
  const remaining = commands.entries();
  let unanswered = 0;
  const askRemaining = async () => {
    for (const [index, { name, text }] of remaining) {
      const asked = clients.command(index, name, text);
      if (!(await until(() => asked.answeredAfter() !== undefined))) unanswered += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, askRemaining));
  return unanswered;
}

// In milliseconds.
const DAY = 24 * 60 * 60 * 1000;

/** Returns how many channels had no digest. */
async function postDigests(
  { server: { state } }: SlackClients,
  data: string,
  { channels: count, missedDays }: ReplayPlan,
): Promise<number> {
  const channels = Array.from({ length: count }, (_, index) => `CD${index}`);
  for (const id of channels) state.channels.set(id, { id, kind: "public", member: true });
  for (const scope of ["channels:history", "groups:history"]) state.scopes.add(scope);
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const dueAt = minute - missedDays * DAY;
  await subscribeDaily(
    data,
    channels.map((channel) => ({ platform: "slack", channel, dueAt })),
  );
  const posted = () => new Set(state.posts.map(({ channel }) => channel).filter((id) => id.startsWith("CD")));
  await until(() => posted().size === count);
  return count - posted().size;
}

async function until(holds: () => boolean): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_SECONDS * 1000;
  while (!holds() && performance.now() < deadline) await pause(5);
  return holds();
}

/** The turns that ended since then, in milliseconds since 1970. */
function turnsIn(file: string, since: number): readonly LoggedTurn[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): LoggedTurn => JSON.parse(line))
    .filter(({ at }) => at >= since);
}

/** Milliseconds for which the process itself held the turn, whatever else the machine was doing. */
export function heldFor({ wall, waited }: Turn): number {
  return wall - waited;
}

function maxBy(turns: readonly Turn[], measure: (turn: Turn) => number): Turn {
  return turns.reduce((max, turn) => (measure(turn) > measure(max) ? turn : max), {
    wall: 0,
    cpu: 0,
    waited: 0,
  });
}
