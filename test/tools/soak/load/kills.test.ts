import { expect, test } from "vitest";
import { discordAskers, slackAskers } from "./askers.ts";
import { copyForEdits, surviveKills } from "./kills.ts";

test.each([
  ["Slack", slackAskers],
  ["Discord", discordAskers],
])(
  "%s: kill -9 during a reload loses no question and answers none twice",
  async (_, startAskers) => {
    const { asked, answered, told, lost, doubled } = await surviveKills(
      await startAskers(),
      copyForEdits("knowledge"),
      { kills: 3, rate: 20 },
    );
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
    expect(answered + told).toBe(asked);
    expect(asked).toBeGreaterThan(20);
  },
  300_000,
);
