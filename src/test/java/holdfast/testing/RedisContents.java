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
      local clock = 'holdfast_clock'
      local far = 9000000000000
      -- Before Redis 7 a server tells only how long it still is: so another key's end is asked for, before and after.
      local function expires(key)
        local at = redis.pcall('PEXPIRETIME', key)
        if type(at) == 'number' then return at end
        local left, before, after
        repeat
          before = redis.call('PTTL', clock)
          left = redis.call('PTTL', key)
          after = redis.call('PTTL', clock)
        until before == after
        return left < 0 and left or far - after + left
      end
      local function of_fields(key)
        local all = {}
        for _, field in ipairs(redis.call('HKEYS', key)) do
          local at = redis.pcall('HPEXPIRETIME', key, 'FIELDS', 1, field)
          if at.err then return '' end
          if at[1] > 0 then all[#all + 1] = flat(field) .. string.format('%.0f', at[1]) end
        end
        table.sort(all)
        return table.concat(all)
      end
      local read = {
        string = function(key) return redis.call('GET', key) end,
        list = function(key) return redis.call('LRANGE', key, 0, -1) end,
        set = function(key) return sorted(redis.call('SMEMBERS', key), 1) end,
        hash = function(key) return {sorted(redis.call('HGETALL', key), 2), of_fields(key)} end,
        zset = function(key) return redis.call('ZRANGE', key, 0, -1, 'WITHSCORES') end,
        stream = function(key) return redis.call('XINFO', 'STREAM', key, 'FULL', 'COUNT', 0) end,
      }
      local lines = {}
      local function show(key)
        local kind = redis.call('TYPE', key).ok
        local name = key:gsub('[^%w:_-]', function(c) return string.format('%%%02x', c:byte()) end)
        lines[#lines + 1] = table.concat({name, kind, string.format('%.0f', expires(key)),
            redis.sha1hex(flat(read[kind](key)))}, ' ')
      end
      local keys = redis.call('KEYS', '*')
      local needs_clock = type(redis.pcall('PEXPIRETIME', clock)) ~= 'number'
      if needs_clock then
        redis.replicate_commands()
        redis.call('SET', clock, '')
        redis.call('PEXPIREAT', clock, far)
      end
      for _, key in ipairs(keys) do
        if not key:find('^holdfast_') then show(key) end
      end
      if needs_clock then redis.call('DEL', clock) end
      table.sort(lines)
      return lines
      """;

  private RedisContents() {}

  static List<String> of(RedisCli cli) {
    return cli.call("EVAL", SCRIPT, "0").lines().toList();
  }
}
