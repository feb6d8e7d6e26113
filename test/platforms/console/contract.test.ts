import { describeContract } from "#test/platforms/contract.ts";
import { openConsoleHarness } from "./harness.ts";

describeContract({
  name: "The console",
  // One person alone with the bot, in one process, over a pipe.
  cannot: [
    "mention",
    "shortcut",
    "private",
    "whisper",
    "outside",
    "thread",
    "reaction",
    "noise",
    "redelivery",
    "connection",
    "faults",
    "restart",
  ],
  open: openConsoleHarness,
});
