import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findChannelScope, listChannelScopes, saveChannelScope } from "#store/access/channel-scope.ts";
import { kyselyOf } from "#store/database.ts";
import { openStore } from "#store/store.ts";
import { STORE } from "#test/support/release.ts";

test("a store of release 0.1.0 has no settings of channels, keeps its digests, and takes settings", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ibid-release-"));
  cpSync(STORE, folder, { recursive: true });
  const { database, close } = await openStore(folder);
  expect(await listChannelScopes(database)).toEqual([]);
  const digests = await kyselyOf(database).selectFrom("subscription").select("channel").execute();
  expect(digests.length).toBeGreaterThan(0);
  const scope = {
    platform: "slack",
    channel: digests[0]?.channel ?? "",
    sets: ["iran"],
    ceiling: "TLP:GREEN",
    outsiders: false,
    changedBy: "U9",
    changedAt: new Date("2026-11-24T12:00:00Z"),
  } as const;
  await saveChannelScope(database, scope);
  expect(await findChannelScope(database, scope)).toEqual(scope);
  await close();
});
