// The short form of `npm run tool:soak -- outage`.
import { expect, test } from "vitest";
import { surviveOutages } from "./outage.ts";

test.concurrent.each(["slack", "discord"] as const)(
  "while %s is away at the start and later, with kills in between, no question is lost and none is answered twice",
  async (platform) => {
    const fates = await surviveOutages(platform, { questions: 20, seconds: 1, ahead: 160_000 });
    expect(fates).toMatchObject({ asked: 120, lost: 0, doubled: 0 });
  },
  400_000,
);
