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
      `The answer may not have arrived, and that is logged as ${id}. If you do not see it, please ask again.`,
    );
  if (error instanceof ClosedError)
    return askerMessage(
      `Ibid cannot post in that channel, and that is logged as ${id}. Invite it there, or let it post there if it is a member already, and ask again.`,
    );
  if (error instanceof LimitedError)
    return askerMessage(
      `Ibid may not post more there for now, and that is logged as ${id}. Please ask again in a few minutes.`,
    );
  if (error instanceof ExpiredError)
    return askerMessage(
      `Ibid could not answer you in time, and that is logged as ${id}. Please ask again if you still want to know.`,
    );
  return askerMessage(`That did not work, and it is logged as ${id}. Please ask again.`);
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
  return askerMessage("Busy. Ask again in a moment.");
}

/** The bot was addressed in a place that the operator has not listed. */
export function elsewhereMessage(): Message {
  return askerMessage("Ibid serves only the places that its operator has listed, and this is none of them.");
}

/** A menu command was used on a message without words, such as a picture. */
export function noTextMessage(): Message {
  return askerMessage(NO_TEXT);
}

/** A command or another entry that an older version, or another prefix, has left on the platform. */
export function outdatedMessage(prefix: string): Message {
  return askerMessage(
    `This command does not belong to Ibid any more. /${prefix}ibid lists those that do. If it is offered again, ask whoever runs Ibid to update the app.`,
  );
}
