// The short form of `npm run tool:soak -- outage`: a platform is away until the other one has answered.
import { expect, test } from "vitest";
import { surviveOutages } from "./outage.ts";

test.each(["slack", "discord"] as const)(
  "while %s is away at the start and later, and the process is killed, no acknowledged question is lost or answered twice",
  async (platform) => {
    const { asked, lost, doubled } = await surviveOutages(platform, { questions: 5, seconds: 0 });
    expect({ asked, lost, doubled }).toEqual({ asked: 30, lost: 0, doubled: 0 });
  },
  600_000,
);
