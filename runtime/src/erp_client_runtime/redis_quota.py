"""A quota that several machines share, in Redis: a sorted set for each key, and one script.

The script runs alone in the server and uses the server's clock, so that the clocks of those who ask do not matter.
Should Redis have lost counts (started anew, flushed, evicted), nobody sends for one window.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from erp_client_runtime.quota_backend import OVERDUE, Answer, Asker
from erp_client_runtime.redis_script import RedisScript

if TYPE_CHECKING:
    from redis import Redis

_PREFIX = "erp-client-runtime:quota"
_UNUSED_FOR = 60.0  # seconds for which counts are kept beyond the time for which they matter
_CLOCKS = 1.001
"""How much longer a window is counted: the server's clock and the vendor's may run apart by that much."""

# Times are whole microseconds; whatever is stored is in one slot of a cluster, and expires.
_SCRIPT = """
local permits, waiting, counted = KEYS[1], KEYS[2], KEYS[3]
local op, process, known = ARGV[1], ARGV[2], tonumber(ARGV[3])
local window, hold, unused = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local function text(number) return string.format('%.0f', number) end

-- What is known, brought up to now.
local got = redis.call('HMGET', counted, 'generation', 'safe', 'paused', 'settling', 'keep', 'last', 'forget', 'server')
local generation, safe = tonumber(got[1]), got[2] == '1'
local paused, settling = tonumber(got[3] or 0), tonumber(got[4] or 0)
local keep, last, forget = tonumber(got[5] or 0), tonumber(got[6] or 0), tonumber(got[7] or 0)
keep = math.max(keep, window)
local info = redis.pcall('INFO', 'server')
local server, up = '', nil
if type(info) == 'string' then
  server = string.match(info, 'run_id:(%w+)') or ''
  up = tonumber(string.match(info, 'uptime_in_seconds:(%d+)'))
end
local lost = 0
if not generation then
  generation = now
  if known > 0 then
    lost = keep
  elseif up and up * 1000000 < keep then
    -- Others may have sent before the server was started anew. Its uptime is in whole seconds.
    lost = keep - up * 1000000 + 1000000
  end
elseif server ~= '' and got[8] ~= server then
  lost = keep
elseif known > 0 and known ~= generation and not safe then
  lost = keep
end
if lost > 0 then
  settling = math.max(settling, now + lost)
  safe = true
end
if last > now then
  -- The clock was set back: nothing is known of the time in between.
  local back = last - now
  local all = redis.call('ZRANGE', permits, 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do
    redis.call('ZADD', permits, text(tonumber(all[i + 1]) - back), all[i])
  end
  redis.call('DEL', waiting)
  paused, settling, forget = paused - back, settling - back, forget - back
end
if op == 'pause' then
  paused = math.max(paused, now + tonumber(ARGV[7]))
end
forget = math.max(forget, math.max(paused, settling, now + 2 * window + hold) + unused)

-- When the asker and those behind it in its process can have their permits.
local function waits(requests, first, since, taken, count)
  local ahead = 0
  local all = redis.call('HGETALL', waiting)
  for i = 1, #all, 2 do
    local other, till = string.match(all[i + 1], '(%S+) (%S+)')
    if tonumber(till) <= now then
      redis.call('HDEL', waiting, all[i])
    elseif all[i] ~= process and tonumber(other) < since then
      ahead = ahead + 1
    end
  end
  local found = {}
  if requests == 0 then
    for i = 1, count do found[i] = first - now end
    return found
  end
  local in_flight = redis.call('ZCOUNT', permits, '(' .. text(now), '+inf')
  local ended = redis.call('ZCOUNT', permits, '(' .. text(now - window), text(now))
  for i = 1, count do
    local place = ahead + taken + i - 1
    local left = place % requests
    local index = ended + in_flight + left - requests
    local free = first
    if index >= ended then
      free = math.max(first, now + window)
    elseif index >= 0 then
      local before = redis.call('ZRANGEBYSCORE', permits, '(' .. text(now - window), text(now), 'WITHSCORES',
        'LIMIT', index, 1)
      free = math.max(first, tonumber(before[2]) + window)
    end
    found[i] = free + math.floor(place / requests) * window - now
  end
  return found
end

local answer = {generation, 0, 0}
if op == 'take' then
  local permit, requests, overdue = ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
  local behind, since = tonumber(ARGV[10]), now - tonumber(ARGV[11])
  local first = math.max(now, paused, settling)
  redis.call('ZREMRANGEBYSCORE', permits, '-inf', text(now - keep))
  local found
  if redis.call('ZSCORE', permits, permit) or waits(requests, first, since, 0, 1)[1] <= 0 then
    redis.call('ZADD', permits, text(now + hold), permit)
    found = {0}
    if behind > 0 then
      since = now - tonumber(ARGV[12])
      for i, wait in ipairs(waits(requests, first, since, 0, behind)) do found[i + 1] = wait end
    end
  else
    found = waits(requests, first, since, 0, behind + 1)
  end
  redis.call('HDEL', waiting, process)
  local comes = found[1]
  if comes == 0 then comes = found[2] end
  if comes then
    redis.call('HSET', waiting, process, text(since) .. ' ' .. text(now + comes + overdue))
  end
  answer[2], answer[3] = math.max(0, paused - now), math.max(0, settling - now)
  for i, wait in ipairs(found) do answer[i + 3] = math.ceil(wait) end
elseif op == 'finish' then
  if ARGV[8] == '1' then
    redis.call('ZADD', permits, text(now), ARGV[7])
  else
    redis.call('ZREM', permits, ARGV[7])
  end
elseif op == 'leave' then
  redis.call('HDEL', waiting, process)
end

redis.call('HSET', counted, 'generation', text(generation), 'safe', safe and '1' or '0', 'paused', text(paused),
  'settling', text(settling), 'keep', text(keep), 'last', text(now), 'forget', text(forget), 'server', server)
for _, key in ipairs(KEYS) do redis.call('PEXPIREAT', key, text(math.ceil(forget / 1000))) end
return answer
"""


class RedisQuota:
    """A store of quotas in Redis (or a server that is compatible with it).

    Args:
        server: A URL as redis-py takes it (`redis://`, `rediss://`, `unix://`), or a `redis.Redis` of one's own, which
            stays open.
    """

    def __init__(self, server: str | Redis) -> None:
        self._script = RedisScript("quota store", server, _SCRIPT)

    @property
    def name(self) -> str:
        """What errors call it; without user, password and options."""
        return self._script.name

    def __repr__(self) -> str:
        return f"<RedisQuota {self.name}>"

    # What can be asked of it

    def take(self, asker: Asker, permit: str, requests: int, ages: Sequence[float], behind: int) -> Answer:
        """Take a permit if it is the asker's turn; see `QuotaBackend`."""
        since = [_micros(age) for age in ages]
        generation, pause, settling, *waits = self._run(
            "take", asker, permit, requests, _micros(OVERDUE), behind, *since
        )
        return Answer(generation, pause / 1e6, settling / 1e6, [wait / 1e6 for wait in waits])

    def finish(self, asker: Asker, permit: str, *, sent: bool) -> None:
        """Give a permit back; see `QuotaBackend`."""
        self._run("finish", asker, permit, int(sent))

    def leave(self, asker: Asker) -> None:
        """Give up the process's place in the order."""
        self._run("leave", asker)

    def pause(self, asker: Asker, seconds: float) -> None:
        """Let nobody with the same key send for some seconds."""
        self._run("pause", asker, _micros(seconds))

    def after_fork(self) -> None:
        """Forget the connections: they are the parent's."""
        self._script.after_fork()

    def close(self) -> None:
        """Close the connections, unless they were given; the next use makes new ones."""
        self._script.close()

    # How it is done

    def _run(self, op: str, asker: Asker, *arguments: str | int) -> list[int]:
        """Run the script.

        Raises:
            StoreError: Redis cannot be reached, or does not do it.
        """
        window, hold = _micros(asker.window * _CLOCKS), _micros(asker.hold)
        own = (op, asker.process, asker.generation, window, hold, _micros(_UNUSED_FOR))
        # In braces: where keys are spread over several servers, these stay together.
        keys = [f"{_PREFIX}:{{{asker.key}}}:{part}" for part in ("permits", "waiting", "counted")]
        found: list[int] = self._script.run(keys, (*own, *arguments))
        return found


def _micros(seconds: float) -> int:
    return round(seconds * 1e6)
