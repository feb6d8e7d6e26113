// The short form of `npm run tool:soak -- soak`.
import { expect, test } from "vitest";
import { runSoak } from "./soak.ts";

test("through outages, kills, steps of the clock, and a slow and a full disk no question and no digest is lost or doubled", async () => {
  const { slack, discord, failures } = await runSoak({
    milliseconds: 16_000,
    seed: 4,
    longest: 1_500,
    rate: 5,
    channels: 100,
  });
  const none = { lost: 0, doubled: 0 };
  for (const { questions, digests } of [slack, discord]) {
    expect({ questions, digests }).toMatchObject({ questions: none, digests: none });
    // How many there are depends on the machine.
    expect(questions.asked).toBeGreaterThan(0);
    expect(digests.due).toBeGreaterThan(5);
  }
  expect(failures).toEqual([]);
}, 400_000);
