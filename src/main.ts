// Kept for service units that run `node src/main.ts start`. The program begins in cli/ibid.js.
import "./cli/ibid.js";
