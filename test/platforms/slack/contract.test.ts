import { describeContract } from "#test/platforms/contract.ts";
import { openSlackHarness } from "./harness.ts";

describeContract({ name: "Slack", cannot: [], open: openSlackHarness });
