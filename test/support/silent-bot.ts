// A bot that acknowledges every event and never replies, for tests of a platform's own posts.
import type { Bot } from "#domain/platform.ts";

export const silentBot: Bot = {
  handle: async () => "acknowledge",
  async respond({ acknowledge }) {
    await acknowledge();
  },
  resume: async () => undefined,
  suggestReports: async () => [],
};
