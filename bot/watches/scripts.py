"""The steps of the shared watches as Redis scripts; see `bot.watches.store` for the keys.

Keys of each: index, state, lease, stopped, over. Scores of the index are the times at which a watch may be forgotten.
"""

from __future__ import annotations

from bot.store.scripts import Script

BEGIN = Script("""
-- arguments: member, channel, the most in it, score, token, its ms, state, its ms; returns 1, or 0 if there are too many
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', redis.call('TIME')[1])
local there = 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(member, 1, #ARGV[2] + 1) == ARGV[2] .. ' ' then there = there + 1 end
end
if there >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[4], ARGV[1])
redis.call('SET', KEYS[2], ARGV[7], 'PX', ARGV[8])
redis.call('SET', KEYS[3], ARGV[5], 'PX', ARGV[6])
return 1
""")

TAKE = Script("""
-- arguments: member, token, its ms; returns the state if nobody has the watch, else nothing
if redis.call('EXISTS', KEYS[3]) == 1 then return false end
local state = redis.call('GET', KEYS[2])
if not state then redis.call('ZREM', KEYS[1], ARGV[1]) return false end
redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
return state
""")

KEEP = Script("""
-- arguments: member, score, token, its ms, state or '' to leave it as it is, its ms
-- returns whether it is ours, who stopped it, and whether the state is there
local holder = redis.call('GET', KEYS[3])
if (holder and holder ~= ARGV[3]) or redis.call('EXISTS', KEYS[5]) == 1 then return {0, '', 1} end
redis.call('SET', KEYS[3], ARGV[3], 'PX', ARGV[4])
if ARGV[5] ~= '' then
  redis.call('SET', KEYS[2], ARGV[5], 'PX', ARGV[6])
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
end
return {1, redis.call('GET', KEYS[4]) or '', redis.call('EXISTS', KEYS[2])}
""")

STOP = Script("""
-- arguments: user, its ms; returns 1, or 0 if there is no such watch
if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
redis.call('SET', KEYS[4], ARGV[1], 'PX', ARGV[2], 'NX')
return 1
""")

END = Script("""
-- arguments: member, token, how long its end is remembered in ms
if redis.call('GET', KEYS[3]) ~= ARGV[2] then return 0 end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
redis.call('SET', KEYS[5], '', 'PX', ARGV[3])
return 1
""")

RELEASE = Script("""
-- arguments: token
if redis.call('GET', KEYS[3]) == ARGV[1] then redis.call('DEL', KEYS[3]) end
return 1
""")
