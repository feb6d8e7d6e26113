// Questions while the process is killed during reloads, and what became of each, as its asker sees it.
import { cpSync, globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LogLine, startProcess } from "#test/support/fakes/process.ts";
import { type Askers, type Fates, fatesOf, type TrackedQuestion, untilSettled } from "./askers.ts";
import { pause } from "./load-clients.ts";

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
