import { describeContract } from "../contract.ts";
import { openSlackStage } from "./stage.ts";

describeContract({ name: "Slack", cannot: [], open: openSlackStage });
