// discord.js internals, replaced at run time where no option does the job. Each names the version that it was written for:
// after an update, check whether it still applies. `test/platforms/discord` has a test for each.
import {
  ChannelType,
  type Client,
  type ClientOptions,
  Events,
  GatewayDispatchEvents,
  SimpleShardingStrategy,
} from "discord.js";

type BuildStrategy = NonNullable<NonNullable<ClientOptions["ws"]>["buildStrategy"]>;

export type Supervision = Readonly<{
  /** From then on nothing is connected, and no event handed on. */
  isStopped(): boolean;
  /** A connection is about to be made, for the first time or again. */
  isConnecting(shard: number): boolean;
  /** Awaited before each connection. */
  beforeConnecting(): Promise<void>;
  /** Called with the close code of the WebSocket before the library itself decides what to do. */
  onClosed(code: number): void;
}>;

/**
 * @discordjs/ws 1.2.3 (in discord.js 14.28.1, WebSocketShard) reconnects every half second for as long as it fails, says
 * nowhere why a connection was closed, and does not notice `client.destroy()` while it reconnects: it would be connected
 * again afterwards. It asks for the session before each connection and before it hands on an event. Here it has to wait
 * for it, and once stopped it never gets one.
 */
export function supervise({
  isStopped,
  isConnecting,
  beforeConnecting,
  onClosed,
}: Supervision): BuildStrategy {
  return (manager) => {
    const { retrieveSessionInfo } = manager.options;
    const session = (shard: number) =>
      isStopped() ? new Promise<never>(() => undefined) : retrieveSessionInfo(shard);
    manager.options.retrieveSessionInfo = (shard) =>
      isConnecting(shard) ? beforeConnecting().then(() => session(shard)) : session(shard);
    const closings: Closings = manager as never;
    closings.on("closed", ({ code }) => onClosed(code));
    return new SimpleShardingStrategy(manager);
  };
}

// The event is WebSocketShardEvents.Closed of @discordjs/ws; discord.js exports another list of events by that name.
type Closings = { on(event: "closed", listener: (closed: Readonly<{ code: number }>) => void): unknown };

/**
 * discord.js 14.28.1 (actions/MessageCreate) drops a direct message whose event does not have `channel_type`, a field that
 * Discord documents as optional. A message outside of a server is a direct one: a bot is in no group conversation.
 */
export function addChannelType(client: Client): void {
  client.on(Events.Raw, ({ t, d }: Readonly<{ t: string | null; d: Record<string, unknown> | null }>) => {
    if (t === GatewayDispatchEvents.MessageCreate && d !== null && d.guild_id === undefined)
      d.channel_type ??= ChannelType.DM;
  });
}
