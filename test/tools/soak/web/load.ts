// How long pages take, alone and while questions are asked.
import { setTimeout as sleep } from "node:timers/promises";
import { slashCommand } from "#test/support/fakes/slack/payloads.ts";
import type { SlackServer } from "#test/support/fakes/slack/server.ts";

const SECONDS = 10;
const PAGES_PER_SECOND = 100;
const QUESTIONS_PER_SECOND = 50;
const QUESTIONS = ["what about trade?", "what would be a red line for parliament?", "who sold the drones?"];

type Site = Readonly<{ origin: string; cookie: string; slack: SlackServer }>;

/** Milliseconds (99th percentile), and the size of a paragraph's page in bytes. */
export async function measurePages({ origin, cookie, slack }: Site) {
  const read = async (path: string) => (await fetch(origin + path, { headers: { cookie } })).text();
  const path = await paragraphOfLargest(read);
  const alone = await p99(() => read(path));
  const stop = new AbortController();
  const asking = askUntil(stop.signal, slack);
  const beside = await p99(() => read(path));
  stop.abort();
  await asking;
  return { alone, beside, bytes: Buffer.byteLength(await read(path)) };
}

/** The path of the page of a paragraph in the middle of the report that has most. */
async function paragraphOfLargest(read: (path: string) => Promise<string>): Promise<string> {
  const reports = [...(await read("/")).matchAll(/<a href="(\/r\/[^"]+)">/gu)].map(([, path]) => path ?? "");
  let largest: readonly string[] = [];
  for (const report of reports) {
    const paragraphs = [...(await read(report)).matchAll(/<p class="quiet"><a href="([^"]+)">/gu)];
    if (paragraphs.length > largest.length) largest = paragraphs.map(([, path]) => path ?? "");
  }
  process.stdout.write(`the largest report has ${largest.length} paragraphs\n`);
  return (largest[Math.floor(largest.length / 2)] ?? "").replaceAll("&amp;", "&");
}

async function p99(request: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  const running: Promise<unknown>[] = [];
  const began = performance.now();
  for (let i = 0; i < PAGES_PER_SECOND * SECONDS; i++) {
    await sleep(Math.max(0, began + (i * 1000) / PAGES_PER_SECOND - performance.now()));
    const asked = performance.now();
    running.push(request().then(() => times.push(performance.now() - asked)));
  }
  await Promise.all(running);
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}

async function askUntil(signal: AbortSignal, slack: SlackServer): Promise<void> {
  for (let i = 0; !signal.aborted; i++) {
    slashCommand(slack, "/ask", QUESTIONS[i % QUESTIONS.length] ?? "", { user: `U${i % 200}` });
    await sleep(1000 / QUESTIONS_PER_SECOND);
  }
}
