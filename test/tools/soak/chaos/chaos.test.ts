// The short form of `npm run tool:soak -- chaos`.
import { expect, test } from "vitest";
import { runChaos } from "./chaos.ts";
import { harnesses } from "./harnesses.ts";

test.each(Object.keys(harnesses))(
  "on %s two processes, killed and in a bad network, lose no digest and post none twice",
  async (platform) => {
    const result = await runChaos({ platform, digests: 12, kills: 3, processes: 2, share: 0.3, seed: 3 });
    expect(result).toMatchObject({ posted: 12, lost: 0, doubled: 0, violations: [] });
  },
  400_000,
);
