// The part of Ibid that delivers digests, wired as it starts, save that it takes no questions and that its clock is
// quicker: minutes are seconds.
import { once } from "node:events";
import { parseConfig } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import type { Platform } from "#domain/platform.ts";
import { platforms } from "#platforms/index.ts";
import { loadFolder } from "#reports/folder.ts";
import { openStore } from "#store/connect.ts";
import { settingsOf } from "../../src/served.ts";
import { openLog } from "../../src/start.ts";
import { wireDigest } from "../../src/start-digest.ts";

const timing = {
  ...TIMING,
  interval: 200,
  settle: 1000,
  // A request is given up after ten seconds.
  lease: 12_000,
  parallel: 4,
};

const config = parseConfig(process.env);
const log = openLog(config, process);
const serving: Platform[] = platforms.flatMap(
  (create) => create(settingsOf(config), { prefix: "", log, ended: () => undefined }) ?? [],
);
const answer = { audience: "asker", summary: "", blocks: [] } as const;
const bot = { handle: async () => "silence" as const, failed: () => answer, suggestReports: () => [] };
await Promise.all(serving.map((platform) => platform.start(bot)));
const { database, close } = await openStore(config.IBID_DATA);
const { library } = await loadFolder(config.IBID_KNOWLEDGE);
const { clock } = await wireDigest({
  config,
  library: () => library,
  database,
  serving: () => serving,
  log,
  timing,
});
clock.start();
log("serving");
await once(process, "SIGTERM");
await clock.stop();
await Promise.all(serving.map((platform) => platform.stop()));
await close();
