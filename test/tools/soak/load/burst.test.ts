import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import { startProcess } from "#test/support/fakes/process.ts";
import { startDiscordClients } from "./discord-clients.ts";
import { measure } from "./load-clients.ts";
import { startSlackClients } from "./slack-clients.ts";

const QUESTION = "What would be a red line for Iran's parliament?";

test("each of four hundred questions at once is answered once or told that Ibid is busy; after that all is as before", async () => {
  const allClients = await Promise.all([startSlackClients(), startDiscord().then(startDiscordClients)]);
  const process = await startProcess({
    ...Object.assign({}, ...allClients.map(({ environment }) => environment)),
    IBID_DATA: mkdtempSync(join(tmpdir(), "ibid-")),
  });
  const ask = (count: number) =>
    Array.from({ length: count }, (_, i) => allClients.map((clients) => clients.ask(i, QUESTION))).flat();
  const burst = ask(200);
  await expect.poll(() => measure(burst).unanswered, { timeout: 60_000, interval: 100 }).toBe(0);
  const { twice, unacknowledged, busy, answer } = measure(burst);
  expect({ twice, unacknowledged }).toEqual({ twice: 0, unacknowledged: 0 });
  expect(busy).toBeGreaterThan(0);
  expect(answer.length).toBeGreaterThan(0);
  const later = ask(5);
  await expect.poll(() => measure(later).answer.length, { timeout: 60_000, interval: 100 }).toBe(10);
  expect(allClients.flatMap((clients) => clients.violations())).toEqual([]);
  await process.stop();
  await Promise.all(allClients.map((clients) => clients.stop()));
}, 180_000);
