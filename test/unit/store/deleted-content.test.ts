// What was deleted is gone from the disk: nobody can read in a file of the store, or in a backup, what people have asked.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { backupStore } from "#store/backup.ts";
import { createHousekeeping } from "#store/housekeeping.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";
import { runNode, startProcess } from "#test/support/fakes/process.ts";
import { mention } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { silentLog } from "#test/support/log.ts";

const CANARY = "quokka";
const newFolder = () => mkdtempSync(join(tmpdir(), "ibid-deleted-"));

/** The files of the folder that hold the canary, with how often. */
function canariesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `${name} ${readFileSync(join(folder, name), "latin1").split(CANARY).length - 1}`)
    .filter((found) => !found.endsWith(" 0"));
}

test("after answers and an orderly stop no file of the store and no backup holds a word of the questions", async () => {
  const folder = newFolder();
  const slack = await startSlack();
  const process = await startProcess({
    IBID_DATA: folder,
    SLACK_BOT_TOKEN: slack.state.botToken,
    SLACK_APP_TOKEN: slack.state.appToken,
    SLACK_API_URL: slack.url,
  });
  for (let index = 0; index < 10; index++) mention(slack, `what does the ${CANARY} number ${index} want?`);
  await slack.until(() => slack.state.posts.length === 10);
  const store = new DatabaseSync(join(folder, "ibid.sqlite"), { readOnly: true });
  const unanswered = () => store.prepare("select key from inbox where body is not null").all();
  await expect.poll(unanswered, { timeout: 10_000 }).toEqual([]);
  store.close();
  // Taken while the process runs, of what is in its write-ahead log, too.
  const backup = runNode(["src/main.ts", "backup", join(folder, "copy")], { IBID_DATA: folder });
  expect(await backup.exited).toBe(0);
  expect(await process.stop()).toBe(0);
  await slack.stop();
  expect(canariesIn(folder)).toEqual([]);
});

/** Stores events of many lengths, so that pages split, overflow and are freed, and completes them. */
async function answerMany(inbox: ReturnType<typeof createInbox>): Promise<void> {
  for (let round = 0; round < 8; round++) {
    const keys = Array.from({ length: 100 }, (_, index) => [`fake:${round}:${index}`]);
    await Promise.all(
      keys.map((key, index) => inbox.claim(key, `${CANARY} `.repeat(1 + ((index * 37 + round * 11) % 700)))),
    );
    // In another order than they came.
    for (const rest of [1, 0]) {
      const group = keys.filter((_, index) => index % 2 === rest);
      await Promise.all(group.map((key) => inbox.markSending(key)));
      await Promise.all(group.map((key) => inbox.complete(key)));
    }
  }
}

const newInbox = ({ database }: Awaited<ReturnType<typeof openStore>>) =>
  createInbox(database, { owner: "first", now: () => new Date() });

test("of hundreds of questions nothing is left in the database, the log or a backup once the store is closed, even while another process has it open", async () => {
  const folder = newFolder();
  const store = await openStore(folder);
  await answerMany(newInbox(store));
  const other = new DatabaseSync(join(folder, "ibid.sqlite"));
  expect(other.prepare("select count(*) as rows from inbox").get()).toEqual({ rows: 800 });
  await store.close();
  expect(canariesIn(folder)).toEqual([]);
  await backupStore(folder, join(folder, "copy"));
  other.close();
  expect(canariesIn(folder)).toEqual([]);
});

test("while the process runs the write-ahead log is emptied from time to time", async () => {
  const folder = newFolder();
  const store = await openStore(folder);
  await answerMany(newInbox(store));
  expect(canariesIn(folder)).not.toEqual([]);
  const { database } = store;
  await createHousekeeping({ database, log: silentLog, now: () => new Date(), uptime: () => 0 })();
  expect(canariesIn(folder)).toEqual([]);
  expect(statSync(join(folder, "ibid.sqlite-wal")).size).toBe(0);
  await store.close();
});

test("what an older version has deleted without overwriting it is gone after the first start", async () => {
  const folder = newFolder();
  const file = join(folder, "ibid.sqlite");
  copyFileSync("test/support/fixtures/release-0.1.0/store/ibid.sqlite", file);
  const older = new DatabaseSync(file);
  older.exec("pragma secure_delete = off");
  older.prepare("insert into inbox (key, seen_at, body) values ('old', 0, ?)").run(CANARY.repeat(1000));
  older.exec("update inbox set body = null where key = 'old'; pragma wal_checkpoint(truncate)");
  older.close();
  expect(canariesIn(folder)).not.toEqual([]);
  await (await openStore(folder)).close();
  expect(canariesIn(folder)).toEqual([]);
});
