import type { AnyRequest, Route, Schemas } from './calls.js';
import { pathOf } from './path.js';
import { parse, type Transport } from './transport.js';

export type LogLine = Schemas['LogLine'];

/** One log of one server. */
export class Log {
  readonly transport: Transport;
  readonly #route: Route;
  readonly #request: AnyRequest;

  constructor(transport: Transport, route: Route, request: AnyRequest) {
    this.transport = transport;
    this.#route = route;
    this.#request = request;
  }

  path(options: Readonly<Record<string, unknown>>): string {
    return pathOf(this.#route, { ...this.#request, options: { ...this.#request.options, ...options } });
  }

  async read(options: Readonly<Record<string, unknown>>): Promise<{ lines: LogLine[]; cursor: string | undefined }> {
    const { response, text } = await this.transport.read({ method: 'GET', path: this.path(options), signal: this.#request.signal });
    const answer = parse(text);
    if (!response.ok || answer?.data === undefined) throw this.transport.refusal(response, text);
    return { lines: answer.data as LogLine[], cursor: answer.pagination?.cursor };
  }
}
