export type { Answer, CallOptions, DataOf, Failure, ItemOf, OperationId, Outcome, Page, RequestOf, Schemas } from './calls.js';
export { HoldfastClient, type HoldfastClientOptions } from './client.js';
export type { DownloadedBackup, DownloadRequest } from './download.js';
export { ApiError, ConnectionError, type Details, HoldfastError, TimeoutError } from './errors.js';
export type { ClientOptions } from './transport.js';
