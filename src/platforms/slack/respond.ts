// Answers through a response_url. It works in channels that the bot is not in, but only five times within 30 minutes.

import { causeCode } from "#domain/errors.ts";
import { boundedFetch } from "./connection/fetch.ts";
import { REQUEST_TIMEOUT } from "./limits.ts";

/** The address is missing, used up, expired or out of reach: nothing was delivered, nor will be by this address. */
export class DeadResponseUrlError extends Error {
  override name = "DeadResponseUrlError";
}

/**
 * Bolt's own `respond` belongs to one listener call; this one also works for a question that an earlier process received.
 * Throws DeadResponseUrlError, or an error that `readFailure` understands.
 */
export async function respond(url: string, body: object): Promise<void> {
  if (!URL.canParse(url)) throw new DeadResponseUrlError("Slack gave no response_url");
  const response = await boundedFetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
  }).catch((error) => {
    if (UNCONNECTED.has(causeCode(error) ?? ""))
      throw new DeadResponseUrlError(error.message, { cause: error });
    throw error;
  });
  const { status: statusCode, headers } = response;
  const answer = await response.text();
  if (response.ok && isConfirmation(answer)) return;
  if (isDead(statusCode, answer))
    throw new DeadResponseUrlError(`Slack answered a response_url with ${statusCode}`);
  if (response.ok) throw new Error("Slack did not confirm what was sent to a response_url");
  throw Object.assign(new Error(`Slack answered a response_url with ${statusCode}`), {
    statusCode,
    ...(statusCode === 429 ? { retryAfter: Number(headers.get("retry-after")) } : {}),
  });
}

// Codes of connections that were never made, so that nothing was sent: no such host, a network that does not allow it, a
// certificate that is not Slack's.
const UNCONNECTED = new Set([
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Slack answers `ok` to commands and `{"ok":true}` to buttons. A page of HTML comes from something in between. */
function isConfirmation(answer: string): boolean {
  const text = answer.trim();
  if (text === "" || text === "ok") return true;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && "ok" in parsed && parsed.ok === true;
  } catch {
    return false;
  }
}

/** 400 is about the content of the message, which no other way would deliver either, unless its text says otherwise. */
function isDead(status: number, answer: string): boolean {
  if (status === 400) return /expired_url|used_url/u.test(answer);
  return status > 400 && status < 500 && status !== 429;
}
