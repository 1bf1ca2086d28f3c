import type { AnyAnswer, AnyRequest, Failure } from './calls.js';

type Ask = (request: AnyRequest) => Promise<AnyAnswer | Failure>;

/**
 * Walks a list by its cursors.
 *
 * Where the items of a page are is known from the contract and not guessed from the answer: a bare array of one item would be
 * taken for an object of one field.
 */
export class Paging {
  readonly #ask: Ask;
  readonly #items: string;

  constructor(ask: Ask, items: string) {
    this.#ask = ask;
    this.#items = items;
  }

  /** One page, which knows the next. */
  async page(request: AnyRequest): Promise<AnyAnswer | Failure> {
    const answer = await this.#ask(request);
    return answer.error === undefined ? this.#linked(request, answer) : answer;
  }

  async *pages(request: AnyRequest): AsyncGenerator<AnyAnswer> {
    for (let next: AnyRequest | undefined = wide(request); next !== undefined;) {
      const answer: AnyAnswer | Failure = await this.page(next);
      if (answer.error !== undefined) throw answer.error;
      yield answer;
      next = following(next, answer);
    }
  }

  async *items(request: AnyRequest): AsyncGenerator<unknown> {
    for await (const page of this.pages(request)) yield* this.#itemsOf(page.data);
  }

  /** All items in the shape of one page, or the first failure. */
  async all(request: AnyRequest): Promise<AnyAnswer | Failure> {
    const items: unknown[] = [];
    let first: AnyAnswer | undefined;
    for (let next: AnyRequest | undefined = wide(request); next !== undefined;) {
      const answer: AnyAnswer | Failure = await this.#ask(next);
      if (answer.error !== undefined) return answer;
      first ??= answer;
      items.push(...this.#itemsOf(answer.data));
      next = following(next, answer);
    }
    const { request: asked, rawResponse } = first!;
    return { data: this.#dataOf(items), request: asked, rawResponse };
  }

  #linked(request: AnyRequest, answer: AnyAnswer): AnyAnswer {
    const next = following(request, answer);
    const getNextPage = next === undefined ? async () => this.#beyond(request, answer) : () => this.page(next);
    return { ...answer, pagination: { hasNextPage: false, count: 0, ...answer.pagination, getNextPage } } as AnyAnswer;
  }

  /** What follows the last page: one without items, and after it again. */
  #beyond(request: AnyRequest, last: AnyAnswer): AnyAnswer {
    return this.#linked(request, { ...last, data: this.#dataOf([]), pagination: { hasNextPage: false, count: 0 } });
  }

  #itemsOf(data: unknown): readonly unknown[] {
    return (this.#items === '' ? data : (data as Record<string, unknown>)[this.#items]) as readonly unknown[];
  }

  #dataOf(items: readonly unknown[]): unknown {
    return this.#items === '' ? items : { [this.#items]: items };
  }
}

/** Who wants all items is given the largest pages. */
function wide(request: AnyRequest): AnyRequest {
  return { ...request, options: { per_page: 100, ...request.options } };
}

function following(request: AnyRequest, { pagination }: AnyAnswer): AnyRequest | undefined {
  if (!pagination?.hasNextPage || pagination.cursor === undefined) return undefined;
  const { page: _, ...options } = request.options ?? {};
  return { ...request, options: { ...options, cursor: pagination.cursor } };
}
