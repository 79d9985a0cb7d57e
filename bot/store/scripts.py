"""The steps of the shared cache as Redis scripts: nothing can happen between the parts of one."""

from __future__ import annotations

from hashlib import sha1
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError


class Script:
    """One script; run by its hash, and sent whole only to a Redis that does not know it (yet, or any more)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sha = sha1(text.encode(), usedforsecurity=False).hexdigest()

    async def __call__(self, redis: Redis, keys: list[str], arguments: list[str | bytes | int]) -> Any:
        """Return the script's reply. Raises RedisError."""
        try:
            return await redis.evalsha(self._sha, len(keys), *keys, *arguments)
        except NoScriptError:
            return await redis.eval(self._text, len(keys), *keys, *arguments)


CLAIM = Script("""
-- keys: lock, value, failure, index; arguments: token, its ms, the key's name, seconds to remember that
-- returns: the lock's holder, value, failure
local function get(key)
  local found = redis.pcall('GET', key)
  if type(found) == 'table' then redis.call('DEL', key) return false end  -- of another type: none of ours
  return found
end
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now)
redis.call('ZADD', KEYS[4], now + ARGV[4], ARGV[3])
local holder = get(KEYS[1])
if not holder then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  holder = ARGV[1]
end
return {holder, get(KEYS[2]), get(KEYS[3])}
""")

END = Script("""
-- keys: lock, value, failure; arguments: token, what is left (value, failure or nothing), that, its ms, channel, news
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1], KEYS[3])
if ARGV[2] == 'value' then redis.call('SET', KEYS[2], ARGV[3], 'PX', ARGV[4]) end
if ARGV[2] == 'failure' then redis.call('SET', KEYS[3], ARGV[3], 'PX', ARGV[4]) end
redis.call('PUBLISH', ARGV[5], ARGV[6])
return 1
""")

EXTEND = Script("""
-- keys: lock; arguments: token, its ms
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
""")

DROP = Script("""
-- keys: index; arguments: how the names of the keys start, our prefix, channel, news
for _, key in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(key, 1, #ARGV[1]) == ARGV[1] then
    redis.call('DEL', ARGV[2] .. 'value:' .. key, ARGV[2] .. 'lock:' .. key, ARGV[2] .. 'failure:' .. key)
    redis.call('ZREM', KEYS[1], key)
  end
end
redis.call('PUBLISH', ARGV[3], ARGV[4])
""")
