// The part of Ibid that delivers digests, wired as in production, except that it handles no questions and that its intervals
// are shorter: seconds instead of minutes.
import { once } from "node:events";
import { createLocalAccess } from "#access/access.ts";
import { openLog } from "#app/compose.ts";
import { defaultScope } from "#app/default-scope.ts";
import { composeDigest } from "#app/digest.ts";
import { createPlatforms } from "#app/platforms.ts";
import { parseConfig } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { loadFolder } from "#reports/folder.ts";
import { openStore } from "#store/store.ts";
import { silentBot } from "#test/support/silent-bot.ts";

const timing = {
  ...TIMING,
  interval: 200,
  settle: 1000,
  // Longer than a request, which is given up after ten seconds.
  lease: 12_000,
  parallel: 4,
};

const config = parseConfig(process.env);
const log = openLog(config, process);
const platforms = createPlatforms(config, { log });
await platforms.start(silentBot);
const { database, close } = await openStore(config.IBID_DATA);
const { library } = await loadFolder(config.IBID_KNOWLEDGE);
const { scheduler } = await composeDigest({
  config,
  library: () => library,
  database,
  access: createLocalAccess(defaultScope(config)),
  running: platforms.running,
  log,
  timing,
});
scheduler.start();
log.info("process.serving");
await once(process, "SIGTERM");
await scheduler.stop();
await platforms.stop();
await close();
