// What the test sees of the twin. The package itself may be absent, and its types with it.

/** A message as Discord's API has it; `flags` says who sees it. */
export type TwinMessage = Readonly<{
  id: string;
  content: string;
  flags?: number;
  author: Readonly<{ id: string }>;
  components?: readonly object[];
  message_reference?: Readonly<{ message_id?: string }>;
}>;

/** One server with a channel, a person in it, and the bot. */
export type Twin = Readonly<{
  url: string;
  token: string;
  bot: string;
  /** The person types a command. Resolves with the interaction's id. */
  command(name: string, options?: Readonly<Record<string, string>>): Promise<string>;
  /** The person presses a button. Resolves with the interaction's id. */
  click(messageId: string, customId: string): Promise<string>;
  /** The person writes a message. Resolves with its id. */
  say(content: string): Promise<string>;
  /** All messages of the channel, oldest first. */
  messages(): Promise<readonly TwinMessage[]>;
  /** How the bot acknowledged the interaction: the type of the callback, and its data as JSON. */
  callback(interaction: string): Promise<Readonly<{ type: number; data: string | null }> | null>;
  /** The registered commands. */
  commands(): Promise<readonly Readonly<{ name: string }>[]>;
  reactions(): Promise<readonly Readonly<{ messageId: string; emoji: string }>[]>;
  stop(): Promise<void>;
}>;
