// The app manifest, made from the command table. Operators paste it into Slack to create the app.
import type { webApi } from "@slack/bolt";
import type { Command } from "#bot/command.ts";
import { EXPOSURE_SCOPES } from "./connection/scopes.ts";
import { LIMITS } from "./limits.ts";

/** Asks for the fewest scopes that work. Throws when a command exceeds Slack's limits, which is a bug in the table. */
export function createManifest(commands: readonly Command[], prefix: string) {
  const typed = commands.filter(({ button }) => button !== true);
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: "Ibid",
      description: "Answers questions about your reports with the report's own paragraph and its citation",
      background_color: "#1d2b3a",
    },
    features: {
      bot_user: { display_name: "ibid", always_online: true },
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      slash_commands: typed.map((command) => slashCommand(command, prefix)),
      shortcuts: commands.flatMap(messageShortcut),
    },
    oauth_config: {
      scopes: {
        bot: [
          // In this order: slash commands, answers, mentions, direct messages, the reaction to "thanks".
          "commands",
          "chat:write",
          "app_mentions:read",
          "im:history",
          "reactions:write",
          // Before anything is said: is the channel shared with another organisation, be it public, private, a group
          // message or a direct one, and is the person a guest or of another organisation?
          ...EXPOSURE_SCOPES,
        ],
        // Optional: they let Ibid read the channel to see whether a post that Slack did not confirm has arrived.
        bot_optional: ["channels:history", "groups:history"],
      },
    },
    settings: {
      event_subscriptions: { bot_events: ["app_mention", "message.im"] },
      interactivity: { is_enabled: true },
      socket_mode_enabled: true,
      org_deploy_enabled: false,
      token_rotation_enabled: false,
    },
  } satisfies Manifest;
}

type Manifest = webApi.AppsManifestCreateArguments["manifest"];

function slashCommand({ name, description, usage }: Command, prefix: string) {
  const command = within(`/${prefix}${name}`, LIMITS.commandName);
  return {
    command,
    description: within(description, LIMITS.commandDescription),
    ...(usage === "" ? {} : { usage_hint: within(usage, LIMITS.commandHint) }),
    should_escape: false,
  };
}

function messageShortcut({ name, description, shortcut }: Command) {
  if (shortcut === undefined) return [];
  return {
    type: "message" as const,
    callback_id: within(name, LIMITS.identifier),
    name: within(shortcut, LIMITS.shortcutName),
    description: within(description, LIMITS.shortcutDescription),
  };
}

function within(text: string, max: number): string {
  if (text.length > max) throw new Error(`"${text}" is longer than the ${max} characters that Slack allows`);
  return text;
}
