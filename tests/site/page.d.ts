// What the scripts of a page share.
interface Window {
  asking: {
    element<Name extends keyof HTMLElementTagNameMap>(
      name: Name,
      attributes?: Record<string, string>,
      ...content: (Node | string)[]
    ): HTMLElementTagNameMap[Name];
    setText(node: Node, text: string): void;
    markVerdict(signs: Record<string, string>, verdict: string): HTMLElement;
    loadScript(name: string): Promise<void>;
    root: string;
  };
  asked: any;
  checker: object;
  register: any;
}
