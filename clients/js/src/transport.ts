import type { AnyPagination } from './calls.js';
import { Deadline } from './deadline.js';
import { ApiError, ConnectionError, HoldfastError, type Refusal } from './errors.js';
import * as hints from './hints.js';
import { retryAfterSeconds, withRetries } from './retries.js';

/** How to reach a server, and how patient to be with it. */
export interface ClientOptions {
  /** Where the server is, without `/v1`. `http://127.0.0.1:7070` unless given. */
  readonly host?: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string;
  /** How long a call may take in all, tries and waits included; 60 000 unless given, `Infinity` is for ever. */
  readonly timeoutMs?: number;
  /** How many more times a call is tried where that is safe; 3 unless given. */
  readonly retries?: number;
  /** Used instead of the platform's own. */
  readonly fetch?: typeof fetch;
  /** Used instead of the platform's own, to follow logs. Node before 22 has none: there a log is asked for every second. */
  readonly WebSocket?: typeof WebSocket;
}

/** One request, as the calls make it. */
export interface Outgoing {
  readonly method: string;
  /** From `/v1` or the like on, with the query. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isPublic?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/** An answer. */
export interface Incoming {
  readonly response: Response;
  readonly request: { readonly method: string; readonly url: string };
}

/** Sends requests to one server. Holds the token, and shows it to nobody who prints it. */
export class Transport {
  readonly host: string;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.host = hostOf(options.host ?? 'http://127.0.0.1:7070');
    this.#options = options;
  }

  get token(): string | undefined {
    return this.#options.token;
  }

  get WebSocket(): typeof WebSocket | undefined {
    return this.#options.WebSocket ?? globalThis.WebSocket;
  }

  /** Sends, and reads the whole answer. */
  async read(outgoing: Outgoing): Promise<Incoming & { readonly text: string }> {
    const deadline = this.#deadline(outgoing);
    try {
      return await this.#send(outgoing, deadline, async (incoming) => ({ ...incoming, text: await incoming.response.text() }));
    } finally {
      deadline.end();
    }
  }

  /** Sends, and leaves the body to the reader; the time counts until the headers are there. */
  async open(outgoing: Outgoing): Promise<Incoming> {
    const deadline = this.#deadline(outgoing);
    try {
      const incoming = await this.#send(outgoing, deadline, async (it) => it);
      deadline.stopClock();
      return incoming;
    } catch (error) {
      deadline.end();
      throw error;
    }
  }

  /** The error that an answer tells; also of one that is no answer of a Holdfast server. */
  refusal(response: Response, text: string): ApiError {
    const hint = hints.ofStatus(response.status, this.token !== undefined);
    return new ApiError(refusalIn(response, text), hint, retryAfterSeconds(response));
  }

  #deadline(outgoing: Outgoing): Deadline {
    return new Deadline(outgoing.timeoutMs ?? this.#options.timeoutMs ?? 60_000, outgoing.signal);
  }

  async #send<Answered extends Incoming>(
    outgoing: Outgoing,
    deadline: Deadline,
    take: (incoming: Incoming) => Promise<Answered>,
  ): Promise<Answered> {
    const { method } = outgoing;
    const url = this.host + outgoing.path;
    const init: RequestInit = { method, headers: this.#headers(outgoing), signal: deadline.signal };
    if (outgoing.body !== undefined) init.body = JSON.stringify(outgoing.body);
    const send = this.#options.fetch ?? fetch;
    return withRetries(method, this.#options.retries ?? 3, deadline, async () => {
      try {
        return await take({ response: await send(url, init), request: { method, url } });
      } catch (error) {
        throw this.#broken(error, deadline);
      }
    });
  }

  #headers({ isPublic, headers }: Outgoing): Record<string, string> {
    const authorization = this.token === undefined || isPublic ? {} : { Authorization: `Bearer ${this.token}` };
    return { 'Content-Type': 'application/json', ...authorization, ...headers };
  }

  #broken(error: unknown, { signal }: Deadline): unknown {
    if (signal.aborted) return signal.reason;
    return new ConnectionError(`No answer from ${this.host}${reasonOf(error)}.`, hints.ofSilence(), error);
  }
}

function hostOf(host: string): string {
  if (!/^https?:\/\//i.test(host) || !URL.canParse(host)) {
    throw new HoldfastError(`The host "${host}" is no address.`, 'Give one like http://127.0.0.1:7070.');
  }
  return host.replace(/\/+$/, '').replace(/\/v1$/, '');
}

/** What the platform tells of the cause: Node much, a browser nothing. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return cause?.code === undefined ? '' : ` (${cause.code})`;
}

function refusalIn(response: Response, text: string): Refusal {
  const error = parse(text)?.error;
  if (error !== undefined) return { ...error, status: response.status };
  const start = text.slice(0, 200).trim();
  const message = start === '' || response.ok ? `The answer (${response.status}) is none of a Holdfast server.` : start;
  return { status: response.status, message };
}

interface Parsed {
  readonly data?: unknown;
  readonly error?: Refusal;
  readonly pagination?: AnyPagination;
}

/** The JSON object of an answer; undefined when it is none. */
export function parse(text: string): Parsed | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
