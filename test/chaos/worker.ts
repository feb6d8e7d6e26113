// Ibid as it starts, save that its clock is quicker: minutes are seconds.
import { parseConfig } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { start } from "../../src/start.ts";

const timing = {
  ...TIMING,
  interval: 200,
  settle: 1000,
  // A request is given up after ten seconds.
  lease: 12_000,
  parallel: Number(process.env.CHAOS_PARALLEL ?? 4),
};

await start(parseConfig(process.env), process, timing);
