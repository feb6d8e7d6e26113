import { expect, test } from "vitest";
import { createMemory } from "#platforms/shared/memory.ts";

test("an answer is remembered for so long after it was asked for, and no longer", async () => {
  let time = 5_000;
  let asked = 0;
  const remember = createMemory(async () => ++asked, { maxAge: 60_000, now: () => time });
  expect(await remember("a")).toBe(1);
  time += 59_999;
  expect(await remember("a")).toBe(1);
  time += 1;
  expect(await remember("a")).toBe(2);
  time += 59_999;
  expect(await remember("a")).toBe(2);
});

test("the time that the answer takes counts", async () => {
  let time = 0;
  let asked = 0;
  const slow = async () => {
    time += 60_000;
    return ++asked;
  };
  const remember = createMemory(slow, { maxAge: 60_000, now: () => time });
  expect([await remember("a"), await remember("a")]).toEqual([1, 2]);
});

test("whoever asks while the answer is awaited gets the same one", async () => {
  let asked = 0;
  const { promise, resolve } = Promise.withResolvers<string>();
  const ask = (id: string) => {
    asked += 1;
    return promise.then((answer) => `${id}: ${answer}`);
  };
  const remember = createMemory(ask, { maxAge: 60_000 });
  const answers = Promise.all([remember("a"), remember("a"), remember("b")]);
  resolve("yes");
  expect(await answers).toEqual(["a: yes", "a: yes", "b: yes"]);
  expect(asked).toBe(2);
});

test("a failure reaches all who waited for it, and is not remembered", async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    if (asked === 1) throw new Error("502");
    return asked;
  };
  const remember = createMemory(ask, { maxAge: 60_000 });
  const failed = await Promise.allSettled([remember("a"), remember("a")]);
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await remember("a")).toBe(2);
});

test("however many there are, 10,000 are remembered: the oldest goes first", async () => {
  const asked: string[] = [];
  const ask = async (id: string) => void asked.push(id);
  const remember = createMemory(ask, { maxAge: 60_000, now: () => 0 });
  const all = Array.from({ length: 10_001 }, (_, index) => `U${index}`);
  for (const id of all) await remember(id);
  expect(asked).toHaveLength(10_001);
  for (const id of all.slice(1)) await remember(id);
  expect(asked).toHaveLength(10_001);
  await remember("U0");
  expect(asked).toHaveLength(10_002);
});
