// How Slack's own library asks Slack.
import type { webApi } from "@slack/bolt";
import { REQUEST_TIMEOUT } from "#platforms/slack/limits.ts";
import { boundedFetch } from "./fetch.ts";

/**
 * No retries and no waiting: a request without an answer may have been carried out, and a rate limit would hold up all
 * others. A new object for each client, since Bolt writes into the one that it gets.
 */
export function clientOptions(slackApiUrl: string): webApi.WebClientOptions {
  return {
    slackApiUrl,
    timeout: REQUEST_TIMEOUT,
    fetch: boundedFetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}
