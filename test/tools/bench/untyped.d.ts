// Types of the libraries that have none of their own, as far as the bench uses them.

declare module "elasticlunr" {
  type Document = Readonly<Record<string, string | number>>;
  type Index = {
    pipeline: { reset(): void };
    addField(name: string): void;
    setRef(name: string): void;
    saveDocument(save: boolean): void;
    addDoc(document: Document): void;
    search(question: string, config?: object): { ref: string; score: number }[];
  };
  const elasticlunr: (configure: (index: Index) => void) => Index;
  export = elasticlunr;
}

declare module "wink-bm25-text-search" {
  type Engine = {
    defineConfig(config: { fldWeights: Readonly<Record<string, number>> }): boolean;
    definePrepTasks(tasks: readonly ((text: string) => string[])[]): number;
    addDoc(document: Readonly<Record<string, string>>, id: number): number;
    consolidate(): boolean;
    search(text: string, limit: number): [id: string, score: number][];
  };
  const createEngine: () => Engine;
  export = createEngine;
}
