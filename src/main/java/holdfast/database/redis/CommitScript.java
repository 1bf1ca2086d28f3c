package holdfast.database.redis;

import holdfast.database.IfOccupied;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.time.Duration;

/**
 * Puts a restore in place in one step: a server runs a script between the commands of all others,
 * and to its end also when who has sent it dies. All keys of the database are renamed away, then
 * the restored ones to their names; where one of this is refused, all is renamed back. Last of all
 * the key by which it may becomes the one that says that it has: in no other way is that said. A
 * restore that is to replace nothing ends before the first change where there is any key.
 */
record CommitScript(RedisSession session, RunKeys keys, IfOccupied ifOccupied) {
  /** It goes over all keys, old and new: about ten seconds for a million of each. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final String DONE = "done";
  private static final String GONE = "gone";
  private static final String EVICTED = "evicted";
  private static final String MISSING = "missing";
  private static final String OCCUPIED = "occupied";

  /**
   * An error would end it where it is: so all that comes after the first change is RENAME, whose
   * errors are asked for, and SCAN, which was allowed before it. Keys that expire meanwhile are no
   * error.
   */
  private static final String SCRIPT =
      """
      local ready, done = KEYS[1], KEYS[2]
      local fresh, replaced, least, evicted = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
      local if_occupied = ARGV[5]
      local hex = '[0-9a-f]'
      local of_some_run = '^holdfast_' .. hex:rep(8) .. '_' .. hex:rep(24) .. '_(%d+):'

      if redis.call('EXISTS', ready) == 0 then return 'gone' end
      if redis.call('INFO', 'stats'):match('evicted_keys:(%d+)') ~= evicted then return 'evicted' end

      local moved = 0
      local function move(from, to)
        local answer = redis.pcall('RENAME', from, to)
        if not answer.err then
          moved = moved + 1
        elseif not answer.err:find('no such key', 1, true) then
          return answer.err
        end
      end

      local function each(pattern, visit)
        local cursor = '0'
        repeat
          local page = redis.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', 1000)
          cursor = page[1]
          for _, key in ipairs(page[2]) do
            local refused = visit(key)
            if refused then return refused end
          end
        until cursor == '0'
      end

      local function each_other(visit)
        return each('*', function(key)
          local attempt = key:sub(1, 9) == 'holdfast_' and key:match(of_some_run)
          if not attempt or #attempt > 9 then return visit(key) end
        end)
      end

      local function others_to(prefix)
        return each_other(function(key) return move(key, prefix .. key) end)
      end

      local function back_from(prefix)
        return each(prefix .. '*', function(key) return move(key, key:sub(#prefix + 1)) end)
      end

      if if_occupied == 'REFUSE' and each_other(function() return 'occupied' end) then
        return 'occupied'
      end
      local refused = others_to(replaced)
      if not refused then
        moved = 0
        refused = back_from(fresh)
        if not refused and moved < least then refused = 'missing' end
        if not refused then refused = move(ready, done) end
        if refused then others_to(fresh) end
      end
      if refused then
        back_from(replaced)
        return refused
      end
      return 'done'
      """;

  /**
   * Runs it.
   *
   * @param least so many keys must be among the restored ones, or some were lost
   * @param evicted the server's count when the restore was opened
   */
  void run(long least, String evicted) throws FailureException {
    Reply reply =
        session.call(
            PATIENCE,
            "EVAL",
            SCRIPT,
            "2",
            keys.ready(),
            keys.done(),
            keys.fresh(),
            keys.replaced(),
            Long.toString(least),
            evicted,
            ifOccupied.name());
    String verdict = reply.asText();
    if (!verdict.equals(DONE)) {
      throw refused(session.uri(), verdict);
    }
  }

  private static FailureException refused(RedisUri uri, String verdict) {
    return switch (verdict) {
      case GONE -> RedisFailures.restoreFailed(uri, "it was given up elsewhere");
      case EVICTED ->
          new FailureException(
              FailureCode.RESTORE_REQUIREMENTS,
              "the server of %s has thrown keys out during the restore".formatted(uri.where()),
              "Raise maxmemory, or empty the target before.");
      case OCCUPIED -> IfOccupied.refused(uri.where());
      case MISSING -> RedisFailures.restoreFailed(uri, "restored keys were deleted meanwhile");
      default ->
          RedisFailures.restoreFailed(
              uri, "a key could not be renamed, and all were renamed back: " + verdict);
    };
  }
}
