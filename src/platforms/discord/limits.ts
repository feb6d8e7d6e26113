// What Discord accepts, each number beside its source.

export const LIMITS = {
  /** docs.discord.com/developers/components/reference: components of a message, nested ones included. */
  components: 40,
  /** docs.discord.com/developers/components/reference#text-display: characters over all text of a message. */
  messageCharacters: 4_000,
  /** docs.discord.com/developers/components/reference#action-row. */
  rowButtons: 5,
  /** docs.discord.com/developers/components/reference#button. */
  buttonLabel: 80,
  buttonId: 100,
  /** docs.discord.com/developers/resources/message#create-message. */
  nonce: 25,
  /** docs.discord.com/developers/interactions/application-commands. */
  commandName: 32,
  commandDescription: 100,
  commandOptions: 25,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  /** docs.discord.com/developers/resources/message#get-channel-messages. */
  historyPage: 100,
} as const;

/** Our own limit, in milliseconds: a request without an answer is abandoned, and its outcome is then unknown. */
export const REQUEST_TIMEOUT = 10_000;

/**
 * In milliseconds. docs.discord.com/developers/resources/message#create-message: a nonce is checked against those of "the
 * past few minutes", which is at least two.
 */
export const NONCE_MEMORY = 2 * 60_000;
