// A bot that takes everything and says nothing, for tests of what a platform does unasked.
import type { Bot } from "#domain/platform.ts";

export const silentBot: Bot = {
  handle: async () => "silence",
  async respond({ acknowledge }) {
    await acknowledge();
  },
  resume: async () => undefined,
  suggestReports: () => [],
};
