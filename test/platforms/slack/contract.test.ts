import { describeContract } from "#test/platforms/contract.ts";
import { openSlackStage } from "./harness.ts";

describeContract({ name: "Slack", cannot: [], open: openSlackStage });
