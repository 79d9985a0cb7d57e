"""The steps of the shared digests as Redis scripts; see `bot.digests.redis` for the keys.

Keys of each: digests, revisions, settled, kept, begun, leases, life, known. Redis' own clock says what is due, and when a
lease ends: those of the replicas differ. The last argument of each: by how many seconds our time is ahead of that clock.
"""

from __future__ import annotations

from bot.store.scripts import Script

_COMMON = """
local time = redis.call('TIME') local now = time[1] + time[2] / 1000000 + table.remove(ARGV)
now = math.floor(now * 1000) / 1000  -- as it is told: rounded up, what is wanted now would not be due yet
local function holder(name)  -- who has it in hand, '' for nobody
  local till, token = string.match(redis.call('HGET', KEYS[6], name) or '', '^(%S+) (%S+)$')
  return till and tonumber(till) > now and token or ''
end
local function hold(name, token, seconds)
  redis.call('HSET', KEYS[6], name, string.format('%.3f %s', now + seconds, token))
end
local function settled(name) return tonumber(redis.call('HGET', KEYS[3], name) or '0') end
local function settle(name, at)
  if tonumber(at) >= settled(name) then redis.call('HSET', KEYS[3], name, at) end
end
local function moved() redis.call('HINCRBY', KEYS[7], 'changes', 1) end
"""

GLANCE = Script(
    _COMMON
    + """
-- arguments: a name for a new life, the state that we know, since when replicas were there as far as we know ('' if we were
-- away), seconds without a sign that make a break
-- returns now, the life, when it began, since when replicas have been there, the state; and if it is another: all there is
local server = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
if redis.call('HGET', KEYS[7], 'server') ~= server then  -- empty, restarted or failed over: last writes may be missing
  redis.call('HSET', KEYS[7], 'server', server, 'life', ARGV[1], 'born', string.format('%.3f', now))
  redis.call('DEL', KEYS[8])
end
local sign = tonumber(redis.call('HGET', KEYS[7], 'sign') or '0')
if now - sign > tonumber(ARGV[4]) then
  local back = (sign == 0 and ARGV[3] ~= '') and ARGV[3] or string.format('%.3f', now)
  redis.call('HSET', KEYS[7], 'back', back)
end
redis.call('HSET', KEYS[7], 'sign', string.format('%.3f', now))
local life = redis.call('HGET', KEYS[7], 'life')
local state = life .. ':' .. (redis.call('HGET', KEYS[7], 'changes') or '0')
local born, back = redis.call('HGET', KEYS[7], 'born'), redis.call('HGET', KEYS[7], 'back')
local told = {string.format('%.3f', now), life, born, back, state}
if state ~= ARGV[2] then
  for _, key in ipairs({KEYS[1], KEYS[3]}) do table.insert(told, redis.call('HGETALL', key)) end
  table.insert(told, redis.call('SMEMBERS', KEYS[8]))
end
return told
"""
)

RESTORE = Script(
    _COMMON
    + """
-- arguments: for each digest its name, itself ('' if it is the configuration's), its revision, settled until ('' if not
-- known), kept ('' for nothing); what is there stays
for i = 1, #ARGV, 5 do
  local name = ARGV[i]
  if ARGV[i + 1] ~= '' and redis.call('HSETNX', KEYS[1], name, ARGV[i + 1]) == 1 then
    redis.call('HSET', KEYS[2], name, ARGV[i + 2])
  end
  if ARGV[i + 3] ~= '' then settle(name, ARGV[i + 3]) end
  if ARGV[i + 4] ~= '' then redis.call('HSETNX', KEYS[4], name, ARGV[i + 4]) end
end
moved()
return 1
"""
)

ADD = Script(
    _COMMON
    + """
-- arguments: name, digest; returns 1, or 0 if the name is taken
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], '0')
redis.call('HSET', KEYS[3], ARGV[1], string.format('%.3f', now))
for i = 4, 6 do redis.call('HDEL', KEYS[i], ARGV[1]) end  -- a run of one of this name may have ended after it was removed
moved()
return 1
"""
)

CHANGE = Script(
    _COMMON
    + """
-- arguments: name, the revision that was changed, digest, its revision, '1' if nothing until now is owed
-- returns 1, or 0 if it is of another revision by now
if (redis.call('HGET', KEYS[2], ARGV[1]) or '0') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[4])
if ARGV[5] == '1' then settle(ARGV[1], string.format('%.3f', now)) end
moved()
return 1
"""
)

REMOVE = Script(
    _COMMON
    + """
-- arguments: name, revision; returns 1, or 0 if it is gone, or of another revision by now
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 or redis.call('HGET', KEYS[2], ARGV[1]) ~= ARGV[2] then return 0 end
for i = 1, 6 do redis.call('HDEL', KEYS[i], ARGV[1]) end
moved()
return 1
"""
)

SETTLE = Script(
    _COMMON
    + """
-- arguments: name and time of each; returns the names of those that were settled until earlier
local forward = {}
for i = 1, #ARGV, 2 do
  if tonumber(ARGV[i + 1]) > settled(ARGV[i]) then table.insert(forward, ARGV[i]) end
  settle(ARGV[i], ARGV[i + 1])
end
moved()
return forward
"""
)

REOPEN = Script(
    _COMMON
    + """
-- arguments: name, when the run is due, a time just before, its key, its mark
-- whoever has it in hand knows better how far it has come, and so does who left a mark of it
if settled(ARGV[1]) >= tonumber(ARGV[2]) then return 0 end
settle(ARGV[1], ARGV[3])
local marked = string.match(redis.call('HGET', KEYS[5], ARGV[1]) or '', '^(%S+) ')
if holder(ARGV[1]) == '' and marked ~= ARGV[4] then redis.call('HSET', KEYS[5], ARGV[1], ARGV[5]) end
moved()
return 1
"""
)

KNOWN = Script(
    _COMMON
    + """
-- arguments: channel, the life in which its history was read; what has happened in another one may not stand in it
if redis.call('HGET', KEYS[7], 'life') ~= ARGV[2] then return 0 end
redis.call('SADD', KEYS[8], ARGV[1])
moved()
return 1
"""
)

CLAIM = Script(
    _COMMON
    + """
-- arguments: token, seconds of a lease, how many at most, room of each channel as JSON, the life that we know; then of each
-- run its digest's name, channel and revision, when it is due, its key, '1' if it was asked for
-- returns the keys of those that are ours, each with the mark that was left of its digest; none in another life: what is
-- wanted was found in one that knew more
if redis.call('HGET', KEYS[7], 'life') ~= ARGV[5] then return {} end
local room, found = cjson.decode(ARGV[4]), {}
for i = 6, #ARGV, 6 do
  local name, channel, revision, due, key = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 3]), ARGV[i + 4]
  if #found >= 2 * tonumber(ARGV[3]) then break end
  local current = (redis.call('HGET', KEYS[2], name) or '0') == revision
  local owed = due <= now and (ARGV[i + 5] == '1' or settled(name) < due)
  if current and owed and room[channel] > 0 and holder(name) == '' then
    room[channel] = room[channel] - 1
    hold(name, ARGV[1], ARGV[2])
    table.insert(found, key)
    table.insert(found, redis.call('HGET', KEYS[5], name) or '')
  end
end
return found
"""
)

KEEP = Script(
    _COMMON
    + """
-- arguments: token, seconds of a lease; then of each run its digest's name, when it is due ('' if it was asked for), its
-- key, its mark if it has one: an emptied Redis has forgotten that, and we may die now
-- returns the keys of those that are not ours any more: somebody else has it, or had it and is done
local lost = {}
for i = 3, #ARGV, 4 do
  local name, who = ARGV[i], holder(ARGV[i])
  local done = ARGV[i + 1] ~= '' and settled(name) >= tonumber(ARGV[i + 1])
  if done or (who ~= '' and who ~= ARGV[1]) then
    table.insert(lost, ARGV[i + 2])
  else
    hold(name, ARGV[1], ARGV[2])
    if ARGV[i + 3] ~= '' then redis.call('HSET', KEYS[5], name, ARGV[i + 3]) end
  end
end
return lost
"""
)

MARK = Script(
    _COMMON
    + """
-- arguments: token, seconds of a lease, name, mark; returns 1, or 0 if it is not ours any more
if holder(ARGV[3]) ~= ARGV[1] then return 0 end
hold(ARGV[3], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[5], ARGV[3], ARGV[4])
return 1
"""
)

FINISH = Script(
    _COMMON
    + """
-- arguments: token, name, key, when it was due ('' if it was asked for), '1' if something is kept, that
-- what was posted is settled, whoever has it now; what is kept is the newest run's
if holder(ARGV[2]) == ARGV[1] then redis.call('HDEL', KEYS[6], ARGV[2]) end
local mark = redis.call('HGET', KEYS[5], ARGV[2]) or ''
if string.sub(mark, 1, #ARGV[3] + 1) == ARGV[3] .. ' ' then redis.call('HDEL', KEYS[5], ARGV[2]) end
local newest = ARGV[4] == '' or settled(ARGV[2]) < tonumber(ARGV[4])
if ARGV[4] ~= '' then settle(ARGV[2], ARGV[4]) end
if newest and ARGV[5] == '1' then redis.call('HSET', KEYS[4], ARGV[2], ARGV[6]) end
moved()
return 1
"""
)

RELEASE = Script(
    _COMMON
    + """
-- arguments: token, name, seconds for which nobody takes it
if holder(ARGV[2]) ~= ARGV[1] then return 0 end
if ARGV[3] == '0' then redis.call('HDEL', KEYS[6], ARGV[2]) else hold(ARGV[2], '-', ARGV[3]) end
return 1
"""
)
