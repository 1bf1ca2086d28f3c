// One origin for a page and the server: no page of another origin may ask it.
import { createReadStream } from 'node:fs';
import { createServer, request as forward } from 'node:http';
import { connect } from 'node:net';

/** Serves an empty page at /page/, the files of a folder below it, and from the server everything else; WebSockets too. */
export async function originOf(server, folder) {
  const { hostname, port } = new URL(server);
  const proxy = createServer((request, response) => {
    if (request.url === '/page/') return response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
    if (request.url.startsWith('/page/')) return send(new URL(request.url.slice('/page/'.length), folder), response);
    const { method, url: path, headers } = request;
    const onward = forward({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    response.on('close', () => onward.destroy());
    onward.on('error', () => response.destroy());
    return request.pipe(onward);
  });
  proxy.on('upgrade', (request, socket) => {
    const onward = connect(port, hostname, () => onward.write(headOf(request)));
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
    }
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const close = () => {
    proxy.closeAllConnections();
    proxy.close();
  };
  return { url: `http://127.0.0.1:${proxy.address().port}`, close };
}

function send(file, response) {
  response.setHeader('Content-Type', 'text/javascript');
  createReadStream(file)
    .on('error', () => response.writeHead(404).end())
    .pipe(response);
}

function headOf({ method, url, rawHeaders }) {
  const headers = rawHeaders.map((it, at) => (at % 2 === 0 ? `${it}: ` : `${it}\r\n`)).join('');
  return `${method} ${url} HTTP/1.1\r\n${headers}\r\n`;
}
