/** Anything that went wrong with the server or on the way to it, and what to do about it. */
export class HoldfastError extends Error {
  /** What to do about it, in a full sentence, where there is something to say. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string, cause?: unknown) {
    super(hint === undefined ? message : `${message} ${hint}`, cause === undefined ? {} : { cause });
    this.name = new.target.name;
    this.hint = hint;
  }
}

/** The server has not answered, or its answer broke off. Whether it has done what was asked is not known. */
export class ConnectionError extends HoldfastError {}

/** The call has taken longer than its `timeoutMs`. Whether the server has done what was asked is not known. */
export class TimeoutError extends HoldfastError {}

/** What the server says of a request that it refuses. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly id?: string | undefined;
  readonly details?: Details | undefined;
}

/** For each dotted path of a field, what is wrong with it; `object` is the whole body. */
export type Details = Readonly<Record<string, readonly string[]>>;

/** The server has refused the request, or it failed there. Nothing was changed, unless `status` is 500 or more. */
export class ApiError extends HoldfastError {
  /** The HTTP status. */
  readonly status: number;
  /** For programs, like `hf-not-found`. */
  readonly id: string | undefined;
  readonly details: Details | undefined;
  /** After how many seconds the server takes requests again, where it says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(refusal: Refusal, hint?: string, retryAfterSeconds?: number) {
    super(refusal.message, hint);
    // What the server says stands alone, so that it can be compared.
    this.message = refusal.message;
    this.status = refusal.status;
    this.id = refusal.id;
    this.details = refusal.details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
