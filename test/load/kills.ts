// Questions while the process is killed in the midst of reloads: what became of each, as its asker sees it.
import { cpSync, globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LogLine, startProcess } from "../fakes/process.ts";
import type { Delivery } from "../fakes/slack/gateway.ts";
import { mention } from "../fakes/slack/payloads.ts";
import { startSlack } from "../fakes/slack/server.ts";
import { environmentFor } from "../platforms/slack/stage.ts";
import { pause } from "./crowd.ts";

export type Survival = Readonly<{
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
  { folder, edit }: Knowledge,
  { kills, rate }: Readonly<{ kills: number; rate: number }>,
): Promise<Survival> {
  const server = await startSlack();
  const environment = { ...environmentFor(server), IBID_KNOWLEDGE: folder };
  const log: LogLine[] = [];
  let running = await startProcess(environment, log);
  /** Every question with its deliveries. */
  const asked: Delivery[][] = [];
  // One person a question, so that what is told in private can be counted too.
  const ask = () => {
    const user = `UL${asked.length}`;
    asked.push([mention(server, "What is a red line for Iran?", { user })]);
  };
  for (let kill = 0; kill < kills; kill++) {
    const timer = setInterval(ask, 1000 / rate);
    await pause(1000);
    edit(`Paragraph number ${kill} was added.`);
    await pause((kill * 97) % 700);
    await running.stop("SIGKILL");
    clearInterval(timer);
    running = await startProcess(environment, log);
    // Slack delivers again what was not acknowledged.
    for (const tries of asked)
      if (tries.every(({ ackedAfter }) => ackedAfter === undefined))
        tries.push(server.redeliver(tries[0] as Delivery));
  }
  const replies = () => {
    const texts = new Map<string, string[]>();
    for (const { thread, onlyFor, payload } of server.state.posts) {
      const whose = onlyFor ?? thread ?? "";
      texts.set(whose, [...(texts.get(whose) ?? []), String(payload.text)]);
    }
    return asked.map(([first], at) => {
      const payload = first?.envelope.payload as Readonly<{ event: Readonly<{ ts: string }> }>;
      return [payload.event.ts, `UL${at}`].flatMap((whose) => texts.get(whose) ?? []);
    });
  };
  const deadline = performance.now() + LONGEST_LEASE;
  while (performance.now() < deadline && replies().some((one) => one.length === 0)) await pause(500);
  await running.stop();
  await server.stop();
  const settled = replies();
  const count = (holds: (texts: readonly string[]) => boolean) => settled.filter(holds).length;
  return {
    asked: asked.length,
    answered: count((texts) => texts.filter(isAnswer).length === 1),
    told: count((texts) => !texts.every(isAnswer)),
    lost: count((texts) => texts.length === 0),
    doubled: count((texts) => texts.filter(isAnswer).length > 1),
    resumed: log.filter(({ event }) => event === "answer resumed").length,
  };
}

function isAnswer(text: string): boolean {
  return !text.startsWith("The answer may not have arrived");
}

// What was being sent when its process died is taken up again after two and a half minutes.
const LONGEST_LEASE = 170_000;
