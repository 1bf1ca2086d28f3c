// Runs examples of the page /docs, each a line of JSON on stdin, with the client that client.mjs beside this file makes as the
// page says. Prints a line for each: what the example was answered, or what was thrown.
import { createInterface } from 'node:readline';
import { client } from './client.mjs';

const AsyncFunction = (async () => {}).constructor;

async function run(example) {
  const { data, ...rest } = await new AsyncFunction(
    'client',
    `${example}\nreturn typeof pagination === 'undefined' ? { data } : { data, pagination };`,
  )(client);
  if (!(data instanceof ReadableStream)) return { data, ...rest };
  const { byteLength } = await new Response(data).arrayBuffer();
  return { data: byteLength };
}

for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await run(JSON.parse(line))));
  } catch (error) {
    console.log(JSON.stringify({ thrown: String(error) }));
  }
}
