/** What was received and not taken yet. */
export class Inbox<Item> {
  readonly #items: Item[] = [];
  #failure: { readonly reason: unknown } | undefined;
  #isEnded = false;
  #wake = (): void => {};

  put(items: readonly Item[]): void {
    this.#items.push(...items);
    this.#wake();
  }

  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** Everything in order, then the failure, if there is one. */
  async *drain(): AsyncGenerator<Item, void, undefined> {
    for (;;) {
      while (this.#items.length > 0) yield this.#items.shift()!;
      if (this.#failure !== undefined) throw this.#failure.reason;
      if (this.#isEnded) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
