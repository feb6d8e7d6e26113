// The settings of channels. They are read from the store for each decision, so that a change holds from the next question on.
import type { ChannelRef } from "#domain/digest.ts";
import type { Log } from "#domain/log.ts";
import type { ChannelScope } from "#domain/scope.ts";
import { deleteChannelScope, findChannelScope, saveChannelScope } from "#store/access/channel-scope.ts";
import type { Database } from "#store/database.ts";
import { formatScope } from "./scope.ts";

export type ChannelScopes = Readonly<{
  /** Undefined where nothing is set. `transaction`: to be read in, if one is open. */
  find(channel: ChannelRef, transaction?: Database): Promise<ChannelScope | undefined>;
  set(scope: ChannelScope): Promise<void>;
  /** The channel has the defaults again. `by`: id of the administrator. */
  reset(channel: ChannelRef, by: string): Promise<void>;
}>;

export function createChannelScopes(database: Database, log: Log): ChannelScopes {
  return {
    async find(channel, transaction = database) {
      const found = await findChannelScope(transaction, channel);
      if (found === undefined || !("unreadable" in found)) return found;
      log.error("access.row-unreadable", { id: found.id, reason: found.unreadable });
      return { ...channel, ...NOTHING };
    },
    async set(scope) {
      await saveChannelScope(database, scope);
      const { platform, channel, outsiders, changedBy: by } = scope;
      log.info("access.scope-set", { platform, channel, scope: formatScope(scope), outsiders, by });
    },
    async reset({ platform, channel }, by) {
      await deleteChannelScope(database, { platform, channel });
      log.info("access.scope-reset", { platform, channel, by });
    },
  };
}

/** For a channel whose setting cannot be read: it may have been a narrow one. */
const NOTHING = {
  sets: [],
  ceiling: "TLP:CLEAR",
  outsiders: false,
  changedBy: "",
  changedAt: new Date(0),
} as const;
