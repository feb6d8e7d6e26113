import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createGroupCommit } from "#store/group-commit.ts";

test("writes that arrive together share one commit, and each gets its own result", async () => {
  const groups: (readonly number[])[] = [];
  const write = createGroupCommit(async (items: readonly number[]) => {
    groups.push(items);
    return items.map((item) => item * 2);
  });
  expect(await Promise.all([write(1), write(2), write(2)])).toEqual([2, 4, 4]);
  expect(await write(3)).toBe(6);
  expect(groups).toEqual([[1, 2, 2], [3]]);
});

test("a commit that fails rejects the writes of its group and no others", async () => {
  const write = createGroupCommit(async (items: readonly string[]) => {
    if (items.includes("bad")) throw new Error("disk full");
    return items;
  });
  const together = await Promise.allSettled([write("good"), write("bad")]);
  expect(together.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await write("good")).toBe("good");
});

test("more than a thousand writes become several commits", async () => {
  const sizes: number[] = [];
  const write = createGroupCommit(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  });
  const items = Array.from({ length: 2500 }, (_, index) => index);
  expect(await Promise.all(items.map((item) => write(item)))).toEqual(items);
  expect(sizes).toEqual([1000, 1000, 500]);
});

test("with a delay, writes that arrive later join the group", async () => {
  const groups: (readonly number[])[] = [];
  const write = createGroupCommit(async (items: readonly number[]) => {
    groups.push(items);
    return items;
  }, 50);
  const first = write(1);
  await setImmediate();
  const second = write(2);
  expect(groups).toEqual([]);
  await Promise.all([first, second, sleep(60)]);
  expect(groups).toEqual([[1, 2]]);
});
