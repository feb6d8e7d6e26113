// Preloaded with `--import`: on a signal it fails as a bug in a library would, with every secret in the error.
const secrets = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_TOKEN"].map(
  (name) => process.env[name] ?? "",
);

process.on("SIGUSR2", () => {
  void Promise.reject(Object.assign(new Error(`rejected ${secrets.join(" ")}`), { client: { secrets } }));
});
process.on("SIGHUP", () => {
  setTimeout(() => {
    throw Object.assign(new Error(`thrown ${secrets.join(" ")}`), { client: { secrets } });
  });
});
