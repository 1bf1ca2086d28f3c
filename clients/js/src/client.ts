import type { AnyAnswer, AnyRequest, Failure, Route } from './calls.js';
import { download, type DownloadRequest } from './download.js';
import { ROUTES, type Calls } from './generated/tree.js';
import { Paging } from './paging.js';
import { pathOf } from './path.js';
import { tail } from './tail.js';
import { type ClientOptions, parse, Transport } from './transport.js';

export interface HoldfastClientOptions<Throws extends boolean> extends ClientOptions {
  /**
   * Whether a call throws the `ApiError` when the server refuses, or answers it as `error`. Answers it unless given, as the
   * official client does. A server that does not answer at all is thrown in either case.
   */
  readonly throwErrorOnHttpErrorCode?: Throws;
}

/** Every operation of a Holdfast server as a function: `client.get.addon.backups({ parameters, options, data })`. */
export class HoldfastClient<Throws extends boolean = false> {
  constructor(options: HoldfastClientOptions<Throws> = {}) {
    const calls = new CallMaker(new Transport(options), options.throwErrorOnHttpErrorCode === true);
    for (const [name, route] of Object.entries(ROUTES)) place(this, name.split('.'), calls.make(route));
  }
}

export interface HoldfastClient<Throws extends boolean = false> extends Calls<Throws> {}

/** Puts a call into its place in the tree. Names with a longer one come first in the table: `get.addon`, then `get.addon.backups`. */
function place(root: object, names: readonly string[], call: object): void {
  const last = names[names.length - 1]!;
  const parent = names.slice(0, -1).reduce((at, name) => (at[name] ??= {}) as Record<string, object>, root as Record<string, object>);
  Object.defineProperty(parent, last, { value: Object.assign(call, parent[last]), enumerable: true, configurable: true });
}

class CallMaker {
  readonly #transport: Transport;
  readonly #throws: boolean;

  constructor(transport: Transport, throws: boolean) {
    this.#transport = transport;
    this.#throws = throws;
  }

  make(route: Route): object {
    switch (route.kind) {
      case 'call':
        return (request: AnyRequest = {}) => this.#ask(route, request);
      case 'list':
        return this.#list(new Paging((request) => this.#ask(route, request), route.items ?? ''));
      case 'download':
        return async (request: DownloadRequest) => this.#settled(await download(this.#transport, route, request));
      case 'tail':
        return (request: AnyRequest) => tail(this.#transport, route, request);
    }
  }

  #list(paging: Paging): object {
    return Object.assign((request: AnyRequest = {}) => paging.page(request), {
      all: (request: AnyRequest = {}) => paging.all(request),
      items: (request: AnyRequest = {}) => paging.items(request),
      pages: (request: AnyRequest = {}) => paging.pages(request),
    });
  }

  async #ask(route: Route, request: AnyRequest): Promise<AnyAnswer | Failure> {
    const { method, isPublic } = route;
    const { data: body, signal, timeoutMs } = request;
    const path = pathOf(route, request);
    const { response, request: asked, text } = await this.#transport.read({ method, path, body, isPublic, signal, timeoutMs });
    const common = { request: asked, rawResponse: response };
    if (response.ok && route.answersText) return { data: text, ...common };
    const answer = parse(text);
    if (!response.ok || answer?.data === undefined) return this.#settled({ error: this.#transport.refusal(response, text), ...common });
    const { data, pagination } = answer;
    return { data, ...(pagination && { pagination }), ...common };
  }

  /** What is answered, unless it is a failure and this client throws those. */
  #settled(outcome: AnyAnswer | Failure): AnyAnswer | Failure {
    if (outcome.error !== undefined && this.#throws) throw outcome.error;
    return outcome;
  }
}
