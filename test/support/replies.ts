// The replies for which every platform has a golden file.
import type { Args } from "#bot/command.ts";

export const replies: Readonly<Record<string, readonly [command: string, args: Args]>> = {
  answer: ["ask", { question: "What would be a red line for Iran's parliament?" }],
  closest: ["ask", { question: "How is the ayatollah courting northern neighbours online?" }],
  mended: ["ask", { question: "yotube chanels blocked" }],
  field: ["ask", { question: "who wrote this?" }],
  refusal: ["ask", { question: "which US sanctions apply to the huseyniyyun?" }],
  greeting: ["ask", { question: "hello" }],
  overview: ["ask", { question: "tldr" }],
  judgements: ["ask", { question: "main findings?" }],
  list: ["ask", { question: "every mention of drones" }],
  more: ["more", { reference: "overview.zig02r.19xub42.1" }],
  compare: ["ask", { question: "compare the reports" }],
  found: ["ask", { question: "do you have anything on Azerbaijan?" }],
  cite: ["cite", { reference: "12" }],
  choices: ["cite", { reference: "Implications" }],
  context: ["context", { reference: "17" }],
  reports: ["reports", {}],
  help: ["ibid", {}],
  status: ["ibid", { topic: "status" }],
  range: ["cite", { reference: "12-13" }],
  exact: ["verify", { text: "Iran would fear intervention by Turkey in support of Azerbaijan" }],
  "same-words": ["verify", { text: "Iran would fear intervention, by Turkey in support of Azerbaijan" }],
  altered: ["verify", { text: "the conflict is likely to erupt into an overt military clash" }],
  absent: ["verify", { text: "the quick brown fox jumps over the lazy dog" }],
  quotations: [
    "verify",
    {
      text: 'He says "Iran would fear intervention by Turkey" and "Iran would welcome intervention by Turkey".',
    },
  ],
  usage: ["cite", { reference: "99" }],
};
