// Requests to Discord. Each comes to an end: the library waits for nothing and repeats nothing by itself (`retry.ts` does,
// within bounds), and the time that it allows a request also covers the body of the answer.
import { DefaultRestOptions, REST, type RESTOptions, Routes } from "discord.js";
import { REQUEST_TIMEOUT } from "#platforms/discord/limits.ts";

/** For every client of the API, that of the gateway's included. `api`: without a version and a slash at the end. */
export function restOptions(api: string) {
  return {
    api,
    timeout: REQUEST_TIMEOUT,
    retries: 0,
    rejectOnRateLimit: () => true,
    makeRequest,
  } satisfies Partial<RESTOptions>;
}

/**
 * Returns the client of the API, to be called for each request: once a token was refused, the library forgets it for good, so
 * it is set each time. Without a global rate limit of its own: Discord does not count answers to interactions towards that, but
 * the library would. Where Discord does count, its refusal says so.
 */
export function createRest(api: string, token: string): () => REST {
  const rest = new REST({ ...restOptions(api), globalRequestsPerSecond: Number.POSITIVE_INFINITY });
  return () => rest.setToken(token);
}

/** The library stops its clock once this returns. By itself it would return at the headers, and the body could go on for ever. */
const makeRequest: RESTOptions["makeRequest"] = async (url, init) => {
  const response = await DefaultRestOptions.makeRequest(url, init);
  const body = await response.arrayBuffer();
  const { status, statusText, headers } = response;
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
};

/** Discord's answers are JSON. Something else may be in between, such as a proxy with an error page. */
export class UnreadableAnswerError extends Error {
  override name = "UnreadableAnswerError";
}

/** The id in an answer. Throws UnreadableAnswerError when it has none. */
export function idOf(answer: unknown): string {
  if (typeof answer === "object" && answer !== null && "id" in answer && typeof answer.id === "string")
    return answer.id;
  throw new UnreadableAnswerError("an answer without an id");
}

/** The id of the channel of direct messages to a person. To open it twice changes nothing. */
export async function openDirectChannel(rest: REST, person: string): Promise<string> {
  return idOf(await rest.post(Routes.userChannels(), { body: { recipient_id: person } }));
}
