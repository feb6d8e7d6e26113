// Loaded by `node --import` before anything else: by the parser thread, and by containers whose command was written for
// an earlier version. Plain JavaScript for the reason given in cli/ibid.js.
import { enableCompileCache } from "node:module";

enableCompileCache();
