// Where the process begins: what takes long to load is begun first.
import "./compile-cache.js";

const { startAhead } = await import("./reports/parser-thread.ts");
startAhead();
await import("./cli/main.ts");
