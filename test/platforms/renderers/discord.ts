// Reads what Ibid sends to Discord by `discord-markdown-parser`, which has other authors than Ibid and its fake Discord.
import { parse } from "discord-markdown-parser";
import type { ParseMarkdown } from "./interface.ts";

export const parseMarkdown: ParseMarkdown = (text) => parse(text, "extended");
