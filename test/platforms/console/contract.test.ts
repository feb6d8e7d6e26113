import { describeContract } from "#test/platforms/contract.ts";
import { openConsoleHarness } from "./harness.ts";

describeContract({
  name: "The console",
  // One person in a direct conversation with one process, over a pipe.
  cannot: [
    "mention",
    "shortcut",
    "private",
    "whisper",
    "outside",
    "external",
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
