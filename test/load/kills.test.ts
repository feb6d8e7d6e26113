import { expect, test } from "vitest";
import { copyForEdits, surviveKills } from "./kills.ts";

test("kill -9 in the midst of a reload loses no question and answers none twice", async () => {
  const { asked, answered, lost, doubled } = await surviveKills(copyForEdits("knowledge"), {
    kills: 3,
    rate: 20,
  });
  expect({ answered, lost, doubled }).toEqual({ answered: asked, lost: 0, doubled: 0 });
}, 300_000);
