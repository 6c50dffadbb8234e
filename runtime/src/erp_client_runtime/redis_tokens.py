"""Tokens that several machines share, in Redis: one script, which changes everything about an account at once.

What is kept ends by the clock of the server (its expiry of keys), so that the clocks of those who ask do not matter.
The tokens are not encrypted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erp_client_runtime.redis_script import RedisScript
from erp_client_runtime.token_backend import StoredToken, TokenAnswer

if TYPE_CHECKING:
    from redis import Redis

_PREFIX = "erp-client-runtime:token"
_UNUSED_FOR = 86_400_000  # milliseconds after which the numbers of an account are forgotten

# Times are whole milliseconds; whatever is stored is in one slot of a cluster, and expires.
_SCRIPT = """
local token, lease, numbers = KEYS[1], KEYS[2], KEYS[3]
local op, holder, unused = ARGV[1], ARGV[2], ARGV[3]

local function held(number) return holder .. ':' .. string.format('%.0f', number) end
local function give_back(number)
  if redis.call('GET', lease) == held(number) then redis.call('DEL', lease) end
end

if op == 'take' then
  local hold, refused = ARGV[4], ARGV[5]
  local got = redis.call('HMGET', token, 'value', 'margin')
  if got[1] and got[1] == refused then
    redis.call('DEL', token)
    got = {false, false}
  end
  local value, margin, left = got[1] or '', tonumber(got[2] or 0), 0
  if got[1] then left = redis.call('PTTL', token) end
  if left > margin then return {value, left, margin, 0} end
  local other = redis.call('GET', lease)
  if other and string.sub(other, 1, #holder + 1) ~= holder .. ':' then return {value, left, margin, 0} end
  local known = redis.call('HMGET', numbers, 'last', 'newest')
  local number = math.max(tonumber(known[1] or 0), tonumber(known[2] or 0)) + 1
  redis.call('HSET', numbers, 'last', number)
  redis.call('PEXPIRE', numbers, unused)
  redis.call('SET', lease, held(number), 'PX', hold)
  return {value, left, margin, number}
elseif op == 'put' then
  local number, value, left, margin = tonumber(ARGV[4]), ARGV[5], ARGV[6], ARGV[7]
  if number > tonumber(redis.call('HGET', numbers, 'newest') or 0) then
    redis.call('HSET', numbers, 'newest', number)
    redis.call('PEXPIRE', numbers, unused)
    redis.call('DEL', token)
    redis.call('HSET', token, 'value', value, 'margin', margin)
    redis.call('PEXPIRE', token, left)
  end
  give_back(number)
elseif op == 'release' then
  give_back(tonumber(ARGV[4]))
end
return {'', 0, 0, 0}
"""


class RedisTokens:
    """A store of tokens in Redis (or a server that is compatible with it).

    Args:
        server: A URL as redis-py takes it (`redis://`, `rediss://`, `unix://`), or a `redis.Redis` of one's own, which
            stays open.
    """

    def __init__(self, server: str | Redis) -> None:
        self._script = RedisScript("token store", server, _SCRIPT)

    @property
    def name(self) -> str:
        """What errors call it; without user, password and options."""
        return self._script.name

    def __repr__(self) -> str:
        return f"<RedisTokens {self.name}>"

    def take(self, key: str, holder: str, hold: float, refused: str) -> TokenAnswer:
        """Get the token, or the right to fetch one; see `TokenBackend`."""
        value, left, margin, number = self._run("take", key, holder, _millis(hold), refused)
        if isinstance(value, bytes):  # a client that was given may decode by itself
            value = value.decode("utf-8", "replace")
        token = StoredToken(value, left / 1e3, margin / 1e3) if value and left > 0 else None
        return TokenAnswer(token, number)

    def put(self, key: str, holder: str, number: int, token: StoredToken) -> None:
        """Keep a token; see `TokenBackend`."""
        self._run("put", key, holder, number, token.value, _millis(token.left), _millis(token.margin))

    def release(self, key: str, holder: str, number: int) -> None:
        """Give back the right to fetch; see `TokenBackend`."""
        self._run("release", key, holder, number)

    def after_fork(self) -> None:
        """Forget the connections: they are the parent's."""
        self._script.after_fork()

    def close(self) -> None:
        """Close the connections, unless they were given; the next use makes new ones."""
        self._script.close()

    def _run(self, op: str, key: str, holder: str, *arguments: str | int) -> Any:
        # In braces: where keys are spread over several servers, these stay together.
        keys = [f"{_PREFIX}:{{{key}}}:{part}" for part in ("token", "lease", "numbers")]
        return self._script.run(keys, (op, holder, _UNUSED_FOR, *arguments))


def _millis(seconds: float) -> int:
    return max(1, int(seconds * 1e3))
