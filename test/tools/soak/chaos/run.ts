// `npm run tool:soak -- chaos [--platform slack --processes 2 --digests 1000 --kills 200 --share 0.3 --seed 1]`
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";
import { harnesses } from "./harnesses.ts";

const { values } = parseArgs({
  options: {
    platform: { type: "string" },
    processes: { type: "string" },
    digests: { type: "string", default: "1000" },
    kills: { type: "string", default: "200" },
    share: { type: "string", default: "0.3" },
    seed: { type: "string", default: "1" },
  },
});

for (const platform of values.platform === undefined ? Object.keys(harnesses) : [values.platform]) {
  for (const processes of values.processes === undefined ? [1, 2] : [Number(values.processes)]) {
    const [digests, kills, share, seed] = [values.digests, values.kills, values.share, values.seed].map(
      Number,
    );
    if (digests === undefined || kills === undefined || share === undefined || seed === undefined) break;
    const result = await runChaos({ platform, processes, digests, kills, share, seed });
    process.stdout.write(`${JSON.stringify({ platform, processes, digests, ...result })}\n`);
    if (result.lost + result.doubled + result.violations.length > 0) process.exitCode = 1;
  }
}
