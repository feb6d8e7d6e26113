import { describeContract } from "#test/platforms/contract.ts";
import { openDiscordHarness } from "./harness.ts";

describeContract({
  name: "Discord",
  // A reply to a mention is public on Discord; nothing can be whispered there.
  cannot: ["whisper"],
  open: openDiscordHarness,
});
