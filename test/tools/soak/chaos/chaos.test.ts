// The short form of `npm run chaos`.
import { expect, test } from "vitest";
import { rage } from "./chaos.ts";
import { harnesses } from "./stages.ts";

test.each(Object.keys(harnesses))(
  "on %s two processes, killed and in a bad network, lose nothing and double nothing",
  async (platform) => {
    const damage = await rage({ platform, digests: 12, kills: 3, processes: 2, share: 0.3, seed: 3 });
    expect(damage).toMatchObject({ posted: 12, lost: 0, doubled: 0, violations: [] });
  },
  400_000,
);
