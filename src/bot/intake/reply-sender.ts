// Sends a reply within a bounded time. While its platform waits before another try nothing has been sent: the inbox says so,
// and when the process stops the request is handed over to the next one instead of being waited for.
import { LimitedError, PostponedError, UnconfirmedError } from "#domain/errors.ts";
import type { Reply } from "#domain/message.ts";
import type { Send, SendHooks } from "#domain/platform.ts";
import type { Inbox } from "#store/inbox.ts";

const SECOND = 1000;
// A platform waits up to half a minute before another try, three times at most. Together with the apology this is less than
// the 150 seconds after which another process takes over what is being sent.
const MAX_ANSWER_TIME = 100 * SECOND;
// For everything else: an apology, a refusal, an acknowledgement.
const MAX_NOTICE_TIME = 40 * SECOND;

type OutgoingReply = Readonly<{
  /** Those of its request in the inbox; none if it is not there. */
  keys: readonly string[];
  reply: Reply;
  send: Send;
  /** The reply is the apology for this error. */
  failure?: unknown;
}>;

export type ReplySender = Readonly<{
  /**
   * Resolves when the reply is sent or its request handed over. Throws what the platform throws; UnconfirmedError if a try
   * takes too long, LimitedError if the wait for the next one does. The request must be marked as sending before.
   */
  send(outgoing: OutgoingReply): Promise<void>;
  /** From now on a request whose reply has to wait is handed over. Resolves when those are whose replies wait already. */
  stop(): Promise<void>;
}>;

type Marks = Pick<Inbox, "markSending" | "markWaiting" | "handOver">;
type HandOver = () => Promise<void>;
/** The requests whose replies wait now. */
type Waiting = { isStopping: boolean; readonly handOvers: Set<HandOver> };

export function createReplySender(inbox: Marks): ReplySender {
  const waiting: Waiting = { isStopping: false, handOvers: new Set() };
  return {
    async send(outgoing) {
      const { keys, reply, send, failure } = outgoing;
      const { hooks, over, handOver, end } = track(outgoing, inbox, waiting);
      const sent = send(reply, failure, hooks).catch((error) => {
        // The platform has ended by itself, for example because its token was revoked, while the process goes on.
        if (error instanceof PostponedError && keys.length > 0) return handOver();
        throw error;
      });
      await Promise.race([sent, over]).finally(end);
    },
    async stop() {
      waiting.isStopping = true;
      await Promise.all([...waiting.handOvers].map((handOver) => handOver()));
    },
  };
}

/** `over` resolves when the request is handed over, and rejects when sending takes too long. */
type Tracked = Readonly<{ hooks: SendHooks; over: Promise<void>; handOver: HandOver; end(): void }>;

function track({ keys, failure }: OutgoingReply, inbox: Marks, waiting: Waiting): Tracked {
  const { promise: over, resolve, reject } = Promise.withResolvers<void>();
  let state: "sending" | "waiting" | "over" = "sending";
  const isSending = () => state === "sending";
  const handOver = async () => {
    state = "over";
    await inbox.handOver(keys).finally(resolve);
  };
  const isApology = failure !== undefined;
  const giveUp = () => {
    reject(isSending() ? new UnconfirmedError(TOO_LONG) : new LimitedError(TOO_LONG));
    state = "over";
  };
  const timer = setTimeout(giveUp, isApology ? MAX_NOTICE_TIME : MAX_ANSWER_TIME);
  const hooks: SendHooks = {
    async waiting() {
      if (!isSending() || keys.length === 0) return;
      state = "waiting";
      // The answer that an apology is for may have been sent, so it stays marked.
      if (!isApology) await inbox.markWaiting(keys);
      if (waiting.isStopping) await handOver();
      else waiting.handOvers.add(handOver);
    },
    async sending() {
      waiting.handOvers.delete(handOver);
      if (state === "waiting") {
        state = "sending";
        if (!(await inbox.markSending(keys))) state = "over";
      }
      return isSending();
    },
  };
  const end = () => {
    state = "over";
    clearTimeout(timer);
    waiting.handOvers.delete(handOver);
  };
  return { hooks, over, handOver, end };
}

const TOO_LONG = "sending took too long";

/** Of a refusal or an acknowledgement. Throws UnconfirmedError when it takes too long. */
export async function withinNoticeTime(work: Promise<unknown>): Promise<void> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new UnconfirmedError(TOO_LONG)), MAX_NOTICE_TIME);
  await Promise.race([work, over]).finally(() => clearTimeout(timer));
}
