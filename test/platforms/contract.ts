// What every platform must do for the people who use it: one suite of cases, run on each platform through its harness. A
// platform lists the capabilities that it lacks; every other case must pass.
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessCases } from "./contract/access-cases.ts";
import { buttonCases } from "./contract/button-cases.ts";
import type { Case } from "./contract/case.ts";
import { commandCases } from "./contract/command-cases.ts";
import { conversationCases } from "./contract/conversation-cases.ts";
import { deliveryCases } from "./contract/delivery-cases.ts";
import { quotationCases } from "./contract/quotation-cases.ts";
import type { Capability, Harness } from "./harness.ts";

type PlatformUnderTest = Readonly<{
  name: string;
  cannot: readonly Capability[];
  /** Starts the process on a folder of reports, which the cases change, against the platform's fake server. */
  open(knowledge: string): Promise<Harness>;
}>;

const CASES: readonly Case[] = [
  ...commandCases,
  ...quotationCases,
  ...conversationCases,
  ...buttonCases,
  ...deliveryCases,
  ...accessCases,
];
// In milliseconds: a process starts in seconds, and some cases wait for requests that hang.
const TIMEOUT = 180_000;

export function describeContract({ name, cannot, open }: PlatformUnderTest): void {
  const knowledge = copyKnowledge();
  describe(`${name} keeps the contract:`, () => {
    let harness: Harness;
    beforeAll(async () => {
      harness = await open(knowledge);
    }, TIMEOUT);
    afterAll(() => harness?.close(), TIMEOUT);
    for (const { title, needs = [], run } of CASES)
      test.skipIf(needs.some((capability) => cannot.includes(capability)))(
        title,
        { timeout: TIMEOUT },
        async () => {
          await run(harness, knowledge);
          expect(harness.violations(), "calls that the platform would refuse").toEqual([]);
        },
      );
  });
}

/** The project's reports, in a folder that a case may change. */
function copyKnowledge(): string {
  const folder = mkdtempSync(join(tmpdir(), "knowledge-"));
  cpSync("knowledge", folder, { recursive: true });
  return folder;
}
