// What can be asked and what is answered, derived from the types of the contract.
import type { ApiError } from './errors.js';
import type { components, operations } from './generated/schema.js';
import type { DownloadRequest, DownloadedBackup } from './download.js';

/** The things that the server tells of and takes, by their names in the contract: `Schemas['Backup']`. */
export type Schemas = components['schemas'];

export type OperationId = keyof operations;

/** How a call is made of an operation: a row of the generated table. */
export interface Route {
  readonly kind: 'call' | 'list' | 'download' | 'tail';
  readonly method: string;
  readonly path: string;
  /** Where a paged answer keeps its items: the field of `data`, or '' for `data` itself. */
  readonly items?: string;
  readonly isPublic?: boolean;
  /** Whether a success is text, and no JSON. */
  readonly answersText?: boolean;
}

type PathOf<Id extends OperationId> = operations[Id] extends { parameters: { path: infer Path } } ? Path : unknown;

type QueryOf<Id extends OperationId> = NonNullable<operations[Id]['parameters']['query']>;

type BodyOf<Id extends OperationId> = operations[Id] extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { data: Body }
  : operations[Id] extends { requestBody?: { content: { 'application/json': infer Body } } }
    ? { data?: Body }
    : { data?: undefined };

type ContentOf<Id extends OperationId> = operations[Id] extends { responses: { 200: { content: infer Content } } } ? Content : never;

/** What a success answers as `data`. */
export type DataOf<Id extends OperationId> =
  ContentOf<Id> extends { 'application/json': { data: infer Data } }
    ? Data
    : ContentOf<Id> extends { 'application/yaml': string }
      ? string
      : never;

/** One item of a paged answer. */
export type ItemOf<Id extends OperationId> =
  DataOf<Id> extends readonly (infer Item)[] ? Item : DataOf<Id>[keyof DataOf<Id>] extends readonly (infer Item)[] ? Item : never;

/** What every call takes besides what its operation takes. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How long this call may take in all; as the client was told unless given. */
  readonly timeoutMs?: number;
}

/** Any team id means this installation; it is taken for compatibility. */
interface Team {
  teamId?: string;
}

type ParametersOf<Id extends OperationId> = unknown extends PathOf<Id> ? { parameters?: Team } : { parameters: PathOf<Id> & Team };

/** The ids in `parameters`, the query in `options`, the body in `data`. */
export type RequestOf<Id extends OperationId> = ParametersOf<Id> & { options?: QueryOf<Id> } & BodyOf<Id> & CallOptions;

/** A request may be left out where nothing in it is required. */
type Arguments<Request> = object extends Request ? [request?: Request] : [request: Request];

/** What was asked. Without headers and body, which may hold secrets. */
export interface Asked {
  readonly method: string;
  readonly url: string;
}

export interface Answer<Data> {
  readonly data: Data;
  readonly error?: undefined;
  readonly request: Asked;
  /** Its body is read already. */
  readonly rawResponse: Response;
}

export interface Failure {
  readonly data?: undefined;
  readonly error: ApiError;
  readonly request: Asked;
  readonly rawResponse: Response;
}

/** A client that throws answers successes only; otherwise look at `error` first. */
export type Outcome<Success, Throws extends boolean> = Throws extends true ? Success : Success | Failure;

export interface Page<Data, Throws extends boolean> extends Answer<Data> {
  readonly pagination: {
    readonly hasNextPage: boolean;
    /** Absent on the last page. */
    readonly cursor?: string;
    /** How many items this page has. */
    readonly count: number;
    /** The next page; after the last one an empty page, for ever. */
    readonly getNextPage: () => Promise<Outcome<Page<Data, Throws>, Throws>>;
  };
}

export type Call<Id extends OperationId, Throws extends boolean> = (
  ...request: Arguments<RequestOf<Id>>
) => Promise<Outcome<Answer<DataOf<Id>>, Throws>>;

export interface List<Id extends OperationId, Throws extends boolean> {
  /** One page. */
  (...request: Arguments<RequestOf<Id>>): Promise<Outcome<Page<DataOf<Id>, Throws>, Throws>>;
  /** All pages as one answer, or the first failure. */
  readonly all: Call<Id, Throws>;
  /** The items of all pages, each page asked for when its first item is. Always throws what goes wrong. */
  readonly items: (...request: Arguments<RequestOf<Id>>) => AsyncGenerator<ItemOf<Id>, void, undefined>;
  /** All pages, each asked for when it is needed. Always throws what goes wrong. */
  readonly pages: (...request: Arguments<RequestOf<Id>>) => AsyncGenerator<Page<DataOf<Id>, true>, void, undefined>;
}

/** The lines of a log that are there and, as they are written, those to come, until `signal` or `break` ends it. */
export type Tail<Id extends OperationId> = (
  request: Omit<RequestOf<Id>, 'timeoutMs'>,
) => AsyncGenerator<Schemas['LogLine'], void, undefined>;

export type Download<_Id extends OperationId, Throws extends boolean> = (
  request: DownloadRequest,
) => Promise<Outcome<DownloadedBackup, Throws>>;

/** Any request, as the code below the types sees it. */
export interface AnyRequest extends CallOptions {
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
}

/** Any answer, as the code below the types sees it. */
export interface AnyAnswer extends Answer<unknown> {
  readonly pagination?: AnyPagination;
}

export interface AnyPagination {
  readonly hasNextPage: boolean;
  readonly cursor?: string;
  readonly count: number;
}
