import { expect, test } from "vitest";
import { copyForEdits, surviveKills } from "./kills.ts";

test("kill -9 in the midst of a reload loses no question and answers none twice", async () => {
  const { asked, answered, told, lost, doubled } = await surviveKills(copyForEdits("knowledge"), {
    kills: 3,
    rate: 20,
  });
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  // Who was told to look may have an answer besides.
  expect(answered + told).toBeGreaterThanOrEqual(asked);
}, 300_000);
