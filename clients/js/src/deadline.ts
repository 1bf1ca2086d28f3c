import { TimeoutError } from './errors.js';

/** Ends a call when its caller aborts it or its time is up. Thread of the caller; {@link end} frees what it holds. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #endsAt: number;
  readonly #caller: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onAbort = (): void => this.#controller.abort(this.#caller?.reason);

  constructor(timeoutMs: number, caller?: AbortSignal) {
    this.#caller = caller;
    this.#endsAt = Date.now() + timeoutMs;
    if (caller?.aborted) this.#onAbort();
    caller?.addEventListener('abort', this.#onAbort);
    // Timers take at most 2^31 - 1; what is longer is for ever.
    if (timeoutMs < 2 ** 31) this.#timer = setTimeout(() => this.#controller.abort(overdue(timeoutMs)), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get remainingMs(): number {
    return this.#endsAt - Date.now();
  }

  /** The caller may still abort, but time does not count any more: for a stream, whose reader sets the pace. */
  stopClock(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    this.stopClock();
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }
}

function overdue(timeoutMs: number): TimeoutError {
  return new TimeoutError(`No answer within ${timeoutMs} ms.`, 'Give a longer timeoutMs, or look how the server is.');
}

/** Waits; rejects at once with the signal's reason when it is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
