"""The steps of the shared subscriptions as Redis scripts; see `bot.subscriptions.redis` for the keys.

Keys of each: what, course, due, taken, life. Redis' own clock says what is due: those of the replicas differ. The last
argument of each: by how many ms our time is ahead of that clock.
"""

from __future__ import annotations

from bot.store.scripts import Script

_NOW = "local time = redis.call('TIME') local now = time[1] * 1000 + math.floor(time[2] / 1000) + table.remove(ARGV)\n"

PUT = Script(
    _NOW
    + """
-- arguments: life, then id, what, course, and ms until its first look, of each; those that are there stay as they are
-- returns how many are new
redis.call('SET', KEYS[5], ARGV[1], 'NX')
local new = 0
for i = 2, #ARGV, 4 do
  new = new + redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
  redis.call('HSETNX', KEYS[2], ARGV[i], ARGV[i + 2])
  redis.call('ZADD', KEYS[3], 'NX', now + ARGV[i + 3], ARGV[i])
end
return new
"""
)

TAKE = Script(
    _NOW
    + """
-- arguments: how many, token, its ms; returns id, what, course of each that is due and now ours
local taken = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now, 'LIMIT', 0, ARGV[1])) do
  local what, course = redis.call('HGET', KEYS[1], id), redis.call('HGET', KEYS[2], id)
  if what then
    redis.call('ZADD', KEYS[3], now + ARGV[3], id)
    redis.call('HSET', KEYS[4], id, ARGV[2])
    for _, part in ipairs({id, what, course or ''}) do table.insert(taken, part) end
  else
    redis.call('ZREM', KEYS[3], id)
  end
end
return taken
"""
)

SAVE = Script(
    _NOW
    + """
-- arguments: id, token, course, ms until the next look
-- returns 1, or 0 if it is gone or no longer ours
if redis.call('HGET', KEYS[4], ARGV[1]) ~= ARGV[2] or redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
redis.call('ZADD', KEYS[3], now + ARGV[4], ARGV[1])
return 1
"""
)

REMOVE = Script("""
-- arguments: id; returns what it was, if it was there
local what = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
return what
""")

ALL = Script("""
-- returns life, then every id and what, then every id and course
return {redis.call('GET', KEYS[5]) or '', redis.call('HGETALL', KEYS[1]), redis.call('HGETALL', KEYS[2])}
""")
