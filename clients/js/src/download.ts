import type { AnyRequest, Answer, CallOptions, Failure, Route } from './calls.js';
import { pathOf } from './path.js';
import type { Incoming, Transport } from './transport.js';
import { parse } from './transport.js';

/** Which backup, or by which ticket of a link; and which part of it. */
export interface DownloadRequest extends CallOptions {
  readonly parameters: { ticket: string } | { projectId: string; addonId: string; backupId: string; teamId?: string };
  readonly options?: {
    /** Like `bytes=1000-`: the stored bytes from there on. */
    readonly range?: string;
  };
}

/** A stream of the stored bytes: the database's own dump format, compressed as the backup was. */
export interface DownloadedBackup extends Answer<ReadableStream<Uint8Array>> {
  /** Bytes in this stream. */
  readonly sizeBytes: number | undefined;
  /** The SHA-256 of all stored bytes, in hex. */
  readonly sha256: string | undefined;
  /** The name to store it under. */
  readonly fileName: string | undefined;
}

const LINK: Route = {
  kind: 'call',
  method: 'GET',
  path: '/v1/projects/{projectId}/addons/{addonId}/backups/{backupId}/download-link',
};

/** Opens the stream. `timeoutMs` counts until it begins; reading it may take as long as it takes, and `signal` ends it. */
export async function download(transport: Transport, route: Route, request: DownloadRequest): Promise<DownloadedBackup | Failure> {
  const parameters = 'ticket' in request.parameters ? request.parameters : await ticketOf(transport, request);
  if ('error' in parameters) return parameters;
  const headers = request.options?.range === undefined ? {} : { Range: request.options.range };
  const { signal, timeoutMs } = request;
  const path = pathOf(route, { parameters });
  const incoming = await transport.open({ method: route.method, path, headers, isPublic: true, signal, timeoutMs });
  return incoming.response.ok ? streamed(incoming) : refused(transport, incoming, await incoming.response.text());
}

/** Asks for a link, and takes the ticket out of it: a link may name an address that only others reach. */
async function ticketOf(transport: Transport, { parameters, signal, timeoutMs }: DownloadRequest): Promise<{ ticket: string } | Failure> {
  const path = pathOf(LINK, { parameters } as AnyRequest);
  const { text, ...incoming } = await transport.read({ method: LINK.method, path, signal, timeoutMs });
  const link = (parse(text)?.data as { downloadLink?: string } | undefined)?.downloadLink;
  if (!incoming.response.ok || link === undefined) return refused(transport, incoming, text);
  return { ticket: decodeURIComponent(link.slice(link.lastIndexOf('/') + 1)) };
}

function streamed({ request, response }: Incoming): DownloadedBackup {
  const { headers } = response;
  const size = headers.get('content-length');
  return {
    data: response.body ?? new ReadableStream({ start: (it) => it.close() }),
    request,
    rawResponse: response,
    sizeBytes: size === null ? undefined : Number(size),
    sha256: headers.get('etag')?.match(/^"([0-9a-f]{64})"$/)?.[1],
    fileName: headers.get('content-disposition')?.match(/filename="([^"]+)"/)?.[1],
  };
}

function refused(transport: Transport, { request, response }: Incoming, text: string): Failure {
  return { error: transport.refusal(response, text), request, rawResponse: response };
}
