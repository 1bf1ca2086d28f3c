// Servers that misbehave as they are told.
import { createServer } from 'node:http';

/** A server with this handler until the test ends; answers its address and what it was asked. */
export async function serve(t, handler) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    handler(request, response, asked.length);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `http://127.0.0.1:${server.address().port}`, asked };
}

export function answer(response, status, body, headers = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export const projects = { data: { projects: [] }, pagination: { hasNextPage: false, count: 0 } };

export const refusal = (status) => ({ error: { status, message: 'no' } });

/** The address of a port where nobody listens any more. */
export async function closedPort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
