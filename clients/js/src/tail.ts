import type { AnyRequest, Route } from './calls.js';
import { ConnectionError, HoldfastError } from './errors.js';
import { Inbox } from './inbox.js';
import { Log, type LogLine } from './log.js';
import { polled } from './polling.js';
import type { Transport } from './transport.js';

/**
 * Follows a log: by a WebSocket where the platform has one, otherwise by asking every second for what is new. Begins with the
 * last 10 lines of the last 30 minutes, or as `lineLimit`, `startTime` and `duration` say.
 */
export async function* tail(transport: Transport, route: Route, request: AnyRequest): AsyncGenerator<LogLine, void, undefined> {
  const log = new Log(transport, route, request);
  // A WebSocket tells a refusal in words only: this one has its status.
  await log.read({ lineLimit: 1 });
  yield* transport.WebSocket === undefined ? polled(log, request) : pushed(transport.WebSocket, log, request.signal);
}

async function* pushed(Socket: typeof WebSocket, log: Log, signal: AbortSignal | undefined): AsyncGenerator<LogLine, void, undefined> {
  const { host, token } = log.transport;
  const inbox = new Inbox<LogLine>();
  const socket = new Socket(host.replace(/^http/, 'ws') + log.path({ queryType: 'tail' }));
  const onAbort = (): void => inbox.fail(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  socket.onopen = () => socket.send(JSON.stringify({ type: 'init', data: { auth: { type: 'apiToken', apiToken: token ?? '' } } }));
  socket.onmessage = ({ data }) => receive(JSON.parse(String(data)) as Message, inbox);
  socket.onerror = () => inbox.fail(new ConnectionError(`The connection to ${host} broke off.`, 'Follow the log again.'));
  socket.onclose = () => inbox.end();
  try {
    yield* inbox.drain();
  } finally {
    signal?.removeEventListener('abort', onAbort);
    socket.close();
  }
}

type Message = { type: 'init' } | { type: 'log-lines'; data: LogLine[] } | { type: 'error'; data: { message: string } };

function receive(message: Message, inbox: Inbox<LogLine>): void {
  if (message.type === 'log-lines') inbox.put(message.data);
  if (message.type === 'error') inbox.fail(new HoldfastError(message.data.message));
}
