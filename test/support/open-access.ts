// Access for tests that are about something else: everything may be seen everywhere.
import { createLocalAccess } from "#access/access.ts";
import type { Knowledge, ScopedKnowledge } from "#bot/command.ts";
import type { Scope } from "#domain/scope.ts";

export const EVERYTHING: Scope = { sets: "all", ceiling: "TLP:RED" };

export const openAccess = createLocalAccess(EVERYTHING);

export function unscoped(knowledge: Knowledge): ScopedKnowledge {
  return { all: knowledge.library, within: async () => knowledge };
}
