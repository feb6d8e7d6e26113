import { describeContract } from "../contract.ts";
import { openDiscordStage } from "./stage.ts";

describeContract({
  name: "Discord",
  // A reply to a mention is public on Discord; nothing can be whispered there.
  cannot: ["whisper"],
  open: openDiscordStage,
});
