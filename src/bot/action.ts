// A button carries its invocation in at most 100 characters (Discord's bound): command and arguments, never a question.
import type { Action } from "#domain/message.ts";

export const MAX_ACTION_LENGTH = 100;

/** `cite?reference=k3v9qabc&ordinal=4`. Throws when it is too long: an action's arguments are ours, never a user's text. */
export function encodeAction({ command, args }: Pick<Action, "command" | "args">): string {
  const encoded = `${command}?${new URLSearchParams(args)}`;
  if (encoded.length > MAX_ACTION_LENGTH)
    throw new Error(`action of ${encoded.length} characters: ${command}`);
  return encoded;
}

/** Undefined for anything that no button of ours carries. */
export function decodeAction(encoded: string): Pick<Action, "command" | "args"> | undefined {
  const { command, query } = /^(?<command>[a-z-]{1,32})\?(?<query>.*)$/su.exec(encoded)?.groups ?? {};
  if (command === undefined || encoded.length > MAX_ACTION_LENGTH) return undefined;
  return { command, args: Object.fromEntries(new URLSearchParams(query)) };
}
