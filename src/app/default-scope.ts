import type { Config } from "#config.ts";
import type { Scope } from "#domain/scope.ts";

/** What channels without a setting, direct messages and programs may see. */
export function defaultScope(config: Pick<Config, "IBID_DEFAULT_SETS" | "IBID_DEFAULT_CEILING">): Scope {
  return { sets: config.IBID_DEFAULT_SETS, ceiling: config.IBID_DEFAULT_CEILING };
}
