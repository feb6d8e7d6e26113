// Report sets as a column: names separated by commas, null for all.
import type { Scope } from "#domain/scope.ts";

export function toColumn(sets: Scope["sets"]): string | null {
  return sets === "all" ? null : sets.join(",");
}

export function fromColumn(stored: string | null): Scope["sets"] {
  return stored?.split(",") ?? "all";
}
