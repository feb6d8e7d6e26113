// Stored requests that another version of Ibid wrote, or that cannot be read.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startRecovery } from "#bot/intake/recovery.ts";
import type { Platform, UnfinishedRequest } from "#domain/platform.ts";
import { kyselyOf } from "#store/database.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";
import { invocation } from "#test/support/bot-fixture.ts";
import { createFakePlatform } from "#test/support/fake-platform.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";

const platform: Platform = {
  ...createFakePlatform(Date.now).poster,
  name: "test",
  start: async () => undefined,
  stop: async () => undefined,
  status: () => "serving",
  sender: () => async () => undefined,
};

/** Stores a request as an earlier process did, and looks for it a minute later. */
async function recover(body: string) {
  const { database, close } = await openStore(mkdtempSync(join(tmpdir(), "ibid-")));
  let now = Date.UTC(2026, 10, 25);
  const clock = () => new Date(now);
  await createInbox(database, { owner: "earlier", now: clock }).claim(["test:event:1"], body);
  now += 60_000;
  const logged: LoggedLine[] = [];
  const resumed: UnfinishedRequest[] = [];
  const stop = startRecovery({
    inbox: createInbox(database, { owner: "later", now: clock }),
    bot: { resume: async (request) => void resumed.push(request) },
    serving: () => [platform],
    log: createTestLog(logged),
    now: clock,
  });
  await stop();
  const rows = await kyselyOf(database)
    .selectFrom("inbox")
    .select("body")
    .where("body", "is not", null)
    .execute();
  await close();
  return { logged, resumed, open: rows.length };
}

const asked = { ...invocation("ask", { question: "a secret question" }, "mention"), keys: ["event:1"] };

test("a request is resumed as it was received, without fields that are not known", async () => {
  const body = JSON.stringify({ invocation: { ...asked, thread: "T1" }, address: { ts: "7" }, version: 2 });
  const { logged, resumed } = await recover(body);
  expect(resumed).toMatchObject([{ invocation: asked, sendStarted: false }]);
  expect(logged).toMatchObject([{ event: "answer.resumed" }]);
});

test.each([
  ["", "the stored request is not JSON"],
  ['{"invocation": "a secret question"', "the stored request is not JSON"],
  [
    JSON.stringify({ invocation: { ...asked, asker: { id: 7 } }, address: { ts: "7" } }),
    "the stored request has wrong fields: invocation.asker.id, invocation.asker.name, invocation.asker.mayManage",
  ],
])("%j is lost, which the log says without a word of it, and is not looked at again", async (body, error) => {
  const { logged, resumed, open } = await recover(body);
  expect({ resumed, open }).toEqual({ resumed: [], open: 0 });
  expect(logged).toEqual([{ event: "answer.lost", level: "error", keys: "test:event:1", error }]);
});
