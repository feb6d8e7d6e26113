// Messages for when something did not work.
import type { Refusal } from "#bot/intake/rate-limit.ts";
import { ClosedError, ExpiredError, LimitedError, UnconfirmedError } from "#domain/errors.ts";
import type { Message } from "#domain/message.ts";
import { plural } from "#text/plural.ts";
import { askerMessage } from "./blocks.ts";

/** `id` is the one in the log. */
export function failureMessage(error: unknown, id: string): Message {
  if (error instanceof UnconfirmedError)
    return askerMessage(
      `Your answer may not have arrived. If you don't see it, please ask again. (Log entry: ${id})`,
    );
  if (error instanceof ClosedError)
    return askerMessage(
      `Ibid cannot post in that channel. Invite it, or allow it to post if it is already a member, and ask again. (Log entry: ${id})`,
    );
  if (error instanceof LimitedError)
    return askerMessage(
      `The platform accepts no more posts there for now. Please ask again in a few minutes. (Log entry: ${id})`,
    );
  if (error instanceof ExpiredError)
    return askerMessage(
      `Ibid could not answer you in time. Please ask again if you still want to know. (Log entry: ${id})`,
    );
  return askerMessage(`Something went wrong. Please ask again. (Log entry: ${id})`);
}

/** A mistake of the asker, with how to correct it. */
export function usageMessage(line: string): Message {
  return askerMessage(line);
}

/** The rate limit was reached. */
export function limitedMessage({ who, max, per, seconds }: Refusal): Message {
  const whose = who === "person" ? "You have" : "This channel has";
  return askerMessage(
    `${whose} asked ${plural(max, "time")} in this ${per}. Ask again in ${formatWait(seconds)}.`,
  );
}

export function formatWait(seconds: number): string {
  return seconds < 90 ? plural(seconds, "second") : plural(Math.ceil(seconds / 60), "minute");
}

/** What a command that was run on a message says when there is nothing in it to read. */
export const NO_TEXT = "That message has no text.";

/** Too many requests are waiting. */
export function busyMessage(): Message {
  return askerMessage("Ibid is busy. Please ask again in a moment.");
}

/** The bot was addressed in a place that the operator has not listed. */
export function elsewhereMessage(): Message {
  return askerMessage(
    "Ibid works only in the servers that its operator has listed, and this is not one of them.",
  );
}

/** A menu command was used on a message without words, such as a picture. */
export function noTextMessage(): Message {
  return askerMessage(NO_TEXT);
}

/** A command or another entry that an older version, or another prefix, has left on the platform. */
export function outdatedMessage(prefix: string): Message {
  return askerMessage(
    `Ibid no longer has this command. /${prefix}ibid lists the current ones. If this one keeps appearing, ask whoever runs Ibid to update the app.`,
  );
}
