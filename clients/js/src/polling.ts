import type { AnyRequest } from './calls.js';
import { pause } from './deadline.js';
import type { Log, LogLine } from './log.js';

const POLL_MS = 1000;
/** A line that was written down late may be older than the newest one that was seen, but not by more. */
const LATE_MS = 5000;
const MOST_LINES = 10_000;

/** Follows a log by asking every second for what is new. */
export async function* polled(log: Log, { options = {}, signal }: AnyRequest): AsyncGenerator<LogLine, void, undefined> {
  const start = options['startTime'] === undefined && options['duration'] === undefined ? { duration: 1800 } : {};
  const seen = new SeenLines();
  yield* (await news(log, seen, start)).slice(-Number(options['lineLimit'] ?? 10));
  for (;;) {
    await pause(POLL_MS, signal);
    yield* await news(log, seen, seen.since === undefined ? start : { startTime: seen.since, duration: undefined });
  }
}

/** All that was not there at the last look. */
async function news(log: Log, seen: SeenLines, since: object): Promise<LogLine[]> {
  const unseen: LogLine[] = [];
  for (let from: object | undefined = since; from !== undefined;) {
    const { lines, cursor } = await log.read({ ...from, lineLimit: MOST_LINES });
    unseen.push(...seen.without(lines));
    from = cursor === undefined ? undefined : { startTime: cursor, duration: undefined };
  }
  return unseen;
}

/** Which lines of the last few seconds were seen, and how often: equal ones of one millisecond are told apart by their number. */
class SeenLines {
  #times = new Map<string, { readonly ts: string; readonly count: number }>();
  #newest: string | undefined;

  /** From when on lines may still come. */
  get since(): string | undefined {
    return this.#newest && new Date(Date.parse(this.#newest) - LATE_MS).toISOString();
  }

  /** Those that were not seen yet; from now on they are. */
  without(lines: readonly LogLine[]): LogLine[] {
    const inThisLook = new Map<string, number>();
    return lines.filter((line) => {
      const key = `${line.ts} ${line.containerId} ${line.log}`;
      const count = (inThisLook.get(key) ?? 0) + 1;
      inThisLook.set(key, count);
      return this.#note(key, line.ts, count);
    });
  }

  #note(key: string, ts: string, count: number): boolean {
    if (count <= (this.#times.get(key)?.count ?? 0)) return false;
    this.#times.set(key, { ts, count });
    if (this.#newest === undefined || ts > this.#newest) this.#newest = ts;
    return true;
  }
}
