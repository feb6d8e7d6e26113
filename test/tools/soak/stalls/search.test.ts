import { afterAll, expect, test } from "vitest";
import { openBot } from "./bot.ts";
import { wordsOfCorpus } from "./corpus-words.ts";
import { MAX_TEXT_LENGTH, SHARES, type TypedCommand } from "./requests.ts";
import { type Measured, searchWorst } from "./search.ts";

const bot = await openBot("knowledge");
const words = wordsOfCorpus(bot.library);
afterAll(bot.close);

/** Longer texts count as worse here, so that the outcome does not depend on the machine. */
function search(seed: number, count: number, tried: TypedCommand[] = []): Promise<readonly Measured[]> {
  const measure = async (request: TypedCommand) => {
    tried.push(request);
    return request.text.length;
  };
  return searchWorst(words, measure, { requests: 50, seed, isOver: (measured) => measured === count });
}

test("the same seed gives the same requests, another seed gives others", async () => {
  const [first, second, third]: TypedCommand[][] = [[], [], []];
  await Promise.all([search(1, 300, first), search(1, 300, second), search(2, 300, third)]);
  expect(first?.length).toBeGreaterThan(300);
  expect(second).toEqual(first);
  expect(third).not.toEqual(first);
});

test("the search keeps the worst of every command and makes them worse", async () => {
  const tried: TypedCommand[] = [];
  const found = await search(3, 1500, tried);
  expect(new Set(found.map(({ request }) => request.name))).toEqual(new Set(Object.keys(SHARES)));
  const lengths = tried.flatMap(({ name, text }) => (name === "verify" ? [text.length] : []));
  const kept = found.flatMap(({ request, cpu }) => (request.name === "verify" ? [cpu] : []));
  expect(kept).toHaveLength(20);
  expect(Math.min(...kept)).toBeGreaterThanOrEqual(lengths.toSorted((a, b) => b - a)[60] ?? 0);
  expect(Math.max(...lengths)).toBe(MAX_TEXT_LENGTH);
});

test("every request of the search gets a reply that can be sent", async () => {
  const tried: TypedCommand[] = [];
  await search(4, 150, tried);
  for (const request of tried) {
    const reply = await bot.answer(request);
    expect(typeof reply === "string" || reply.summary.length, JSON.stringify(request)).toBeTruthy();
  }
  expect((await bot.measure({ name: "verify", text: "A red line for Iran" })).cpu).toBeGreaterThan(0);
});
