// A method of Bolt, replaced at run time where no option does the job. It names the version that it was written for: after
// an update, check whether it still applies. `test/platforms/slack` has a test for it.
import type { App } from "@slack/bolt";

/**
 * @slack/bolt 5.1.0 (App.processEvent) acknowledges an event before any listener runs, so a crash would lose the question.
 * Here listeners get `context.acknowledge` and call it once the event is stored; whatever they leave is acknowledged at the
 * end. Commands, actions and shortcuts are untouched: their listeners acknowledge already.
 */
export function deferAcknowledgement(app: App): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (event.body?.type !== "event_callback") return process(event);
    let acknowledged: Promise<void> | undefined;
    const acknowledge = () => (acknowledged ??= event.ack());
    const customProperties = { ...event.customProperties, acknowledge };
    await process({ ...event, ack: async () => undefined, customProperties });
    await acknowledge();
  };
}
