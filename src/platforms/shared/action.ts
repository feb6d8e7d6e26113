// Buttons as the platforms carry them: command and arguments in at most 100 characters, which is Discord's limit for a
// component's `custom_id`.
import type { Action } from "#domain/message.ts";

export const MAX_ACTION_LENGTH = 100;

/** `cite?reference=k3v9qabc&ordinal=4`. Throws if it is too long, which is a bug: arguments never contain users' text. */
export function encodeAction({ command, args }: Pick<Action, "command" | "args">): string {
  const encoded = `${command}?${new URLSearchParams(args)}`;
  if (encoded.length > MAX_ACTION_LENGTH)
    throw new Error(`action of ${encoded.length} characters: ${command}`);
  return encoded;
}

/** Undefined for what `encodeAction` cannot have made. */
export function decodeAction(encoded: string): Pick<Action, "command" | "args"> | undefined {
  const { command, query } = /^(?<command>[a-z-]{1,32})\?(?<query>.*)$/su.exec(encoded)?.groups ?? {};
  if (command === undefined || encoded.length > MAX_ACTION_LENGTH) return undefined;
  return { command, args: Object.fromEntries(new URLSearchParams(query)) };
}
