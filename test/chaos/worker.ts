// The part of Ibid that delivers digests, wired as it starts, save that it takes no questions and that its clock is
// quicker: minutes are seconds.
import { once } from "node:events";
import { parseConfig } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { loadFolder } from "#reports/folder.ts";
import { openStore } from "#store/connect.ts";
import { createPlatforms } from "../../src/served.ts";
import { wireDigest } from "../../src/start-digest.ts";
import { openLog } from "../../src/wire.ts";
import { silentBot } from "../bot/silent.ts";

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
const served = createPlatforms(config, { log });
await served.start(silentBot);
const { database, close } = await openStore(config.IBID_DATA);
const { library } = await loadFolder(config.IBID_KNOWLEDGE);
const { clock } = await wireDigest({
  config,
  library: () => library,
  database,
  serving: served.serving,
  log,
  timing,
});
clock.start();
log("serving");
await once(process, "SIGTERM");
await clock.stop();
await served.stop();
await close();
