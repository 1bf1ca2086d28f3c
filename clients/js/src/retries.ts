import type { Deadline } from './deadline.js';
import { pause } from './deadline.js';
import { ConnectionError } from './errors.js';

// A DELETE is none of them: ids are made of names and can be used again, and the second answer to one that worked is a 404.
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT']);
const PASSING = new Set([502, 503, 504]);
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/**
 * Asks again when that is safe and may help: after a 429 always, since the server looks at nothing before it counts; after 502,
 * 503, 504 or no answer only what may be done twice. Waits longer each time, or as long as the server says, but never beyond
 * the deadline: then the last answer is the answer.
 */
export async function withRetries<Answered extends { readonly response: Response }>(
  method: string,
  retries: number,
  deadline: Deadline,
  ask: () => Promise<Answered>,
): Promise<Answered> {
  for (let tried = 0; ; tried++) {
    try {
      const answered = await ask();
      const wait = tried < retries ? waitAfter(method, answered.response, tried) : undefined;
      if (wait === undefined || wait >= deadline.remainingMs) return answered;
      await answered.response.body?.cancel().catch(() => {});
      await pause(wait, deadline.signal);
    } catch (error) {
      const isWorthIt = error instanceof ConnectionError && REPEATABLE.has(method);
      if (!isWorthIt || tried >= retries) throw error;
      await pause(backoffMs(tried), deadline.signal);
    }
  }
}

/** How long to wait before asking again after this answer; undefined when it is to be taken. */
function waitAfter(method: string, response: Response, tried: number): number | undefined {
  const mayHelp = response.status === 429 || (PASSING.has(response.status) && REPEATABLE.has(method));
  if (!mayHelp) return undefined;
  const seconds = retryAfterSeconds(response);
  return seconds === undefined ? backoffMs(tried) : seconds * 1000;
}

/** Half of it is chance, so that clients that failed together do not come back together. */
function backoffMs(tried: number): number {
  const longest = Math.min(FIRST_WAIT_MS * 2 ** tried, LONGEST_WAIT_MS);
  return longest * (0.5 + Math.random() / 2);
}

/** What the server says of when to come back: `Retry-After`, or for a 429 when its window ends. */
export function retryAfterSeconds(response: Response): number | undefined {
  const after = response.headers.get('retry-after') ?? (response.status === 429 ? response.headers.get('x-ratelimit-reset') : null);
  if (after === null) return undefined;
  const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
