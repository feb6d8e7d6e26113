import { describeContract } from "../contract.ts";
import { openDiscordStage } from "./stage.ts";

// A reply to a mention is public on Discord; nothing can be whispered there.
describeContract({ name: "Discord", cannot: ["whisper"], open: openDiscordStage });
