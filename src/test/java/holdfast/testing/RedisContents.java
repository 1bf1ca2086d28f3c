package holdfast.testing;

import java.util.List;

/**
 * What is in a database, as the server itself tells it. Keys of runs are leftovers, {@link
 * RedisDatabase#leftoversOf}.
 */
final class RedisContents {
  /** A hash of the contents, since they may be any bytes; what has no order is sorted. */
  private static final String SCRIPT =
      """
      local function flat(value)
        if type(value) ~= 'table' then return type(value) .. #tostring(value) .. ':' .. tostring(value) end
        local all = {}
        for i, item in ipairs(value) do all[i] = flat(item) end
        return '[' .. table.concat(all, ',') .. ']'
      end
      local function sorted(values, step)
        local all = {}
        for i = 1, #values, step do
          all[#all + 1] = flat(values[i]) .. (step == 2 and flat(values[i + 1]) or '')
        end
        table.sort(all)
        return all
      end
      local read = {
        string = function(key) return redis.call('GET', key) end,
        list = function(key) return redis.call('LRANGE', key, 0, -1) end,
        set = function(key) return sorted(redis.call('SMEMBERS', key), 1) end,
        hash = function(key) return sorted(redis.call('HGETALL', key), 2) end,
        zset = function(key) return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') end,
        stream = function(key) return redis.call('XINFO', 'STREAM', key, 'FULL', 'COUNT', 0) end,
      }
      local lines = {}
      local function show(key)
        local kind = redis.call('TYPE', key).ok
        local name = key:gsub('[^%w:_-]', function(c) return string.format('%%%02x', c:byte()) end)
        lines[#lines + 1] = table.concat({name, kind, string.format('%.0f', redis.call('PEXPIRETIME', key)),
            redis.sha1hex(flat(read[kind](key)))}, ' ')
      end
      for _, key in ipairs(redis.call('KEYS', '*')) do
        if not key:find('^holdfast_') then show(key) end
      end
      table.sort(lines)
      return lines
      """;

  private RedisContents() {}

  static List<String> of(RedisCli cli) {
    return cli.call("EVAL", SCRIPT, "0").lines().toList();
  }
}
