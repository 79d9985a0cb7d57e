"""The steps of the shared alert groups as Redis scripts; see `bot.alerts.redis` for the keys."""

from __future__ import annotations

from bot.store.scripts import Script

CHANGE = Script("""
-- keys: state, due, roster, known
-- arguments: version that it was made of ('' for none), state, its ms, member to make due ('' for none), our time, our key
-- returns 1, or 0 if the version is another by now
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= ARGV[1] then return 0 end
local now, kept = tonumber(ARGV[5]), tonumber(ARGV[3]) / 1000
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - kept)
if version == '' and redis.call('ZSCORE', KEYS[3], ARGV[6]) then redis.call('DEL', KEYS[4]) end  -- it was evicted
redis.call('ZADD', KEYS[3], now, ARGV[6])
redis.call('HSET', KEYS[1], 'version', tostring((tonumber(version) or 0) + 1), 'state', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
if ARGV[4] ~= '' then redis.call('ZADD', KEYS[2], 0, ARGV[4]) end
return 1
""")

KNOWN = Script("""
-- keys: due, roster, known; arguments: what stands in the first two for as long as they have lost nothing
-- returns whether all is there
if redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZSCORE', KEYS[2], ARGV[1]) then
  return redis.call('EXISTS', KEYS[3])
end
return 0
""")

MAKE_KNOWN = Script("""
-- keys: due, roster, known; arguments: as above, the channel, our time
-- makes due whatever is kept of the channel: what was due may have been lost
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  for _, key in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
    if key ~= ARGV[1] then redis.call('ZADD', KEYS[1], 'NX', ARGV[3], ARGV[2] .. ' ' .. key) end
  end
end
redis.call('ZADD', KEYS[1], '+inf', ARGV[1])
redis.call('ZADD', KEYS[2], '+inf', ARGV[1])
redis.call('SET', KEYS[3], '1')
return 1
""")

DUE = Script("""
-- keys: due; arguments: member, score
local there = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not there or tonumber(there) > tonumber(ARGV[2]) then redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) end
return 1
""")

CLAIM = Script("""
-- keys: due; arguments: prefix of the leases, token, its ms, how many at most, how many to look at, our time
-- returns the members that are ours now; should we die, they become due again when the lease ends
local found = {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[6], 'LIMIT', 0, ARGV[5])) do
  if #found >= tonumber(ARGV[4]) then break end
  if redis.call('SET', ARGV[1] .. member, ARGV[2], 'PX', ARGV[3], 'NX') then
    redis.call('ZADD', KEYS[1], tostring(tonumber(ARGV[6]) + tonumber(ARGV[3]) / 1000), member)
    found[#found + 1] = member
  end
end
return found
""")

RELEASE = Script("""
-- keys: due, lease; arguments: token, member, our time, when it is due again ('' for never); returns whether it was ours
local ours = redis.call('GET', KEYS[2]) == ARGV[1]
if ours then redis.call('DEL', KEYS[2]) end
if not ours then return 0 end
local score = redis.call('ZSCORE', KEYS[1], ARGV[2])
if score and tonumber(score) <= tonumber(ARGV[3]) then return 1 end  -- it has become due meanwhile
if ARGV[4] == '' then redis.call('ZREM', KEYS[1], ARGV[2]) else redis.call('ZADD', KEYS[1], ARGV[4], ARGV[2]) end
return 1
""")

GATHER = Script("""
-- keys: pace, open storm, its size
-- arguments: group, time, window in seconds, how many stand alone, a key for a new storm, how many a storm holds
-- returns the storm's key, or ''
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. tostring(tonumber(ARGV[2]) - tonumber(ARGV[3])))
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[1], math.ceil(tonumber(ARGV[3])))
if redis.call('ZCARD', KEYS[1]) <= tonumber(ARGV[4]) then return '' end
local storm = redis.call('GET', KEYS[2])
if not storm or tonumber(redis.call('GET', KEYS[3]) or '0') >= tonumber(ARGV[6]) then
  storm = ARGV[5]
  redis.call('SET', KEYS[3], 0)
end
redis.call('SET', KEYS[2], storm, 'EX', math.ceil(tonumber(ARGV[3])))
redis.call('INCR', KEYS[3])
redis.call('EXPIRE', KEYS[3], math.ceil(tonumber(ARGV[3])))
return storm
""")
