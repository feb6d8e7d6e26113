import { expect, test } from "vitest";
import { createParser } from "#reports/parser-thread.ts";

test("the hash of a report's text comes from the thread, so that it takes the process no time", async () => {
  const { parse, close } = createParser(60_000);
  const hash = async (file: string, source: string) => (await parse({ file, source })).textHash;
  const first = await hash("a.md", "# A\n\nOtters swim.\n\nThey eat.");
  expect(first).toMatch(/^[\w+/]{43}=$/u);
  expect(await hash("b.txt", "Otters swim.\n\nThey eat.")).toBe(first);
  expect(await hash("c.txt", "Otters swim. They eat.")).not.toBe(first);
  await close();
});
