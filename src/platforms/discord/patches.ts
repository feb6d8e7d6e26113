// discord.js internals, replaced at run time where no option does the job. Each names the version that it was written for:
// after an update, check whether it still applies. `test/platforms/discord` has a test for each.
import { type ClientOptions, SimpleShardingStrategy } from "discord.js";

type BuildStrategy = NonNullable<NonNullable<ClientOptions["ws"]>["buildStrategy"]>;

/**
 * @discordjs/ws 1.2.3 (in discord.js 14.28.1, WebSocketShard) does not notice `client.destroy()` while it reconnects, and
 * would be connected again afterwards. It asks for the session before each connection: once stopped, it never gets one.
 */
export function stopReconnecting(isStopped: () => boolean): BuildStrategy {
  return (manager) => {
    const { retrieveSessionInfo } = manager.options;
    manager.options.retrieveSessionInfo = (shardId) =>
      isStopped() ? new Promise(() => undefined) : retrieveSessionInfo(shardId);
    return new SimpleShardingStrategy(manager);
  };
}
