// How long a reply waits for a platform that takes no more messages for now.

/** How often a reply is sent at most. */
export const MAX_TRIES = 4;

/** In seconds. A longer rate limit is reported as a failure: people do not wait that long. */
export const MAX_WAIT = 30;

/** In seconds. A process that stops waits out what is not longer; what is, it hands over to the next one. */
export const MAX_STOP_WAIT = 3;
