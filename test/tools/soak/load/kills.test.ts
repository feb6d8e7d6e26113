import { expect, test } from "vitest";
import { copyForEdits, peopleInDiscord, peopleInSlack, surviveKills } from "./kills.ts";

test.each([
  ["Slack", peopleInSlack],
  ["Discord", peopleInDiscord],
])(
  "%s: kill -9 in the midst of a reload loses no question and answers none twice",
  async (_, gather) => {
    const { asked, answered, told, lost, doubled } = await surviveKills(
      await gather(),
      copyForEdits("knowledge"),
      { kills: 3, rate: 20 },
    );
    expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
    // Who was told to look may have an answer besides.
    expect(answered + told).toBeGreaterThanOrEqual(asked);
    expect(asked).toBeGreaterThan(20);
  },
  300_000,
);
