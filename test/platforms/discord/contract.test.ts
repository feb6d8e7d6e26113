import { describeContract } from "#test/platforms/contract.ts";
import { openDiscordHarness } from "./harness.ts";

describeContract({
  name: "Discord",
  // A reply to a mention is public on Discord; nothing can be whispered there. Who is from outside is the operator's to say.
  cannot: ["whisper", "external"],
  open: openDiscordHarness,
});
