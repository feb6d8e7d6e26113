import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createChannelScopes } from "#access/channel-scopes.ts";
import type { ChannelScope } from "#domain/scope.ts";
import { listChannelScopes } from "#store/access/channel-scope.ts";
import { kyselyOf } from "#store/database.ts";
import { openStore } from "#store/store.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";

const CHANNEL = { platform: "slack", channel: "C1" };
const SCOPE: ChannelScope = {
  ...CHANNEL,
  sets: ["energy", "iran/2021"],
  ceiling: "TLP:GREEN",
  outsiders: true,
  changedBy: "U9",
  changedAt: new Date("2026-11-24T12:00:00Z"),
};

async function open() {
  const folder = mkdtempSync(join(tmpdir(), "ibid-scopes-"));
  const { database, close } = await openStore(folder);
  const logged: LoggedLine[] = [];
  return { folder, database, close, logged, scopes: createChannelScopes(database, createTestLog(logged)) };
}

test("a setting is kept over a restart, for its channel only, until it is replaced or reset", async () => {
  const { folder, scopes, close } = await open();
  await scopes.set(SCOPE);
  await close();
  const store = await openStore(folder);
  const again = createChannelScopes(store.database, createTestLog([]));
  expect(await again.find(CHANNEL)).toEqual(SCOPE);
  expect(await again.find({ ...CHANNEL, channel: "C2" })).toBeUndefined();
  expect(await again.find({ ...CHANNEL, platform: "discord" })).toBeUndefined();
  const replaced = { ...SCOPE, sets: "all", ceiling: "TLP:RED", outsiders: false } as const;
  await again.set(replaced);
  expect(await again.find(CHANNEL)).toEqual(replaced);
  expect(await listChannelScopes(store.database)).toEqual([replaced]);
  await again.reset(CHANNEL, "U8");
  expect(await again.find(CHANNEL)).toBeUndefined();
  await store.close();
});

test("no sets at all are kept as none, which is not all of them", async () => {
  const { scopes, close } = await open();
  await scopes.set({ ...SCOPE, sets: [] });
  const found = await scopes.find(CHANNEL);
  expect(found?.sets).not.toBe("all");
  expect(found?.sets).not.toContain("iran");
  await close();
});

test("who changed what is logged", async () => {
  const { scopes, close, logged } = await open();
  await scopes.set(SCOPE);
  await scopes.reset(CHANNEL, "U8");
  const scope = "energy, iran/2021 up to TLP:GREEN";
  expect(logged).toEqual([
    { event: "access.scope-set", level: "info", ...CHANNEL, scope, outsiders: true, by: "U9" },
    { event: "access.scope-reset", level: "info", ...CHANNEL, by: "U8" },
  ]);
  await close();
});

test.each([
  ["ceiling", "TLP:PURPLE"],
  ["ceiling", ""],
])("where %s was stored as %j nothing is seen, and that is logged", async (column, value) => {
  const { database, scopes, close, logged } = await open();
  await scopes.set({ ...SCOPE, sets: "all", ceiling: "TLP:RED" });
  await kyselyOf(database)
    .updateTable("channel_scope")
    .set({ [column]: value })
    .execute();
  expect(await scopes.find(CHANNEL)).toMatchObject({ sets: [], ceiling: "TLP:CLEAR", outsiders: false });
  expect(logged).toContainEqual(expect.objectContaining({ event: "access.row-unreadable", id: "slack:C1" }));
  await close();
});
