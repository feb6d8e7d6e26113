import { expect, test } from "vitest";
import { copyForEdits, discordAskers, slackAskers, surviveKills } from "./kills.ts";

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
    // An asker who was told to look may have the answer too.
    expect(answered + told).toBeGreaterThanOrEqual(asked);
    expect(asked).toBeGreaterThan(20);
  },
  300_000,
);
