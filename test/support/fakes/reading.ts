// What a person reads of a message, whatever the platform.

export type Reading = Readonly<{
  /** All that is read, one line a block. */
  words: string;
  /** The quotations among it, without cuts. */
  quotes: readonly string[];
  /** The words marked in the quotations. */
  marked: readonly string[];
  /** Labels of the buttons. */
  buttons: readonly string[];
  /** Addresses that it links. */
  links: readonly string[];
  /** People, channels and groups that it calls, or would if mentions were allowed. */
  pings: number;
}>;
