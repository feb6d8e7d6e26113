// What a person sees of a message, on any platform.

export type Reading = Readonly<{
  /** The text of the message and the labels of its buttons, one line for each block. */
  words: string;
  /** The block quotations. */
  quotes: readonly string[];
  /** The words in bold in the quotations. */
  marked: readonly string[];
  /** Labels of the buttons. */
  buttons: readonly string[];
  /** Addresses of its links. */
  links: readonly string[];
  /** Mentions of people, channels and groups, also those that the message does not allow to notify anybody. */
  pings: number;
}>;
