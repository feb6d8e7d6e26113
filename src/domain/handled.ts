// What came of one invocation, as the operator sees it: no words, no person.

export type Handled = Readonly<{
  /** The id that an asker reads when it failed. */
  id: string;
  platform: string;
  command: string;
  via: string;
  /** One of a few words: metrics have a series for each. */
  outcome: string;
  milliseconds: number;
}>;
