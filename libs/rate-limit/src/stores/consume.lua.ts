/**
 * The arithmetic of `../arithmetic` once more, inside Redis, for all counters of a call at once.
 *
 * KEYS: one per counter. ARGV: '1' to charge or '0' to look; then per counter kind, limit, window in seconds,
 * cost, '1' if it is on trial. Reply: now in ms; then per counter wait in ms (0: allowed), units remaining, ms until more.
 *
 * - Time is the server's, so replicas with different clocks agree.
 * - The cells of a hash are sorted here: Redis keeps their order only in its compact encoding.
 */
export const CONSUME_LUA = `
local CELLS, SIXTEENTH, SECOND = 16, 62500, 1000000
local time = redis.call('TIME')
local now = tonumber(time[1]) * SECOND + tonumber(time[2])
local charging = ARGV[1] == '1'

local function by_start(a, b) return a.start < b.start end

local function read_window(c)
  c.current = math.floor(now / (SIXTEENTH * c.window)) * c.window
  c.cells, c.stale, c.used = {}, {}, 0
  local fields = redis.call('HGETALL', c.key)
  for i = 1, #fields, 2 do
    local start = tonumber(fields[i])
    if start > c.current - (CELLS + 1) * c.window and start <= c.current + CELLS * c.window then
      local count = tonumber(fields[i + 1])
      c.cells[#c.cells + 1] = { start = start, count = count }
      c.used = c.used + count
    else
      c.stale[#c.stale + 1] = fields[i]
    end
  end
  table.sort(c.cells, by_start)
end

local function freed_in(c, start)
  return (math.ceil(start / c.window) + CELLS + 1) * c.window * SIXTEENTH - now
end

local function wait_window(c)
  local excess = c.used + c.charge - c.limit
  if excess <= 0 then return 0 end
  for _, cell in ipairs(c.cells) do
    excess = excess - cell.count
    if excess <= 0 then return freed_in(c, cell.start) end
  end
  return c.window * SECOND
end

local function spend_window(c)
  if #c.stale > 0 then redis.call('HDEL', c.key, unpack(c.stale)) end
  redis.call('HINCRBY', c.key, string.format('%.0f', c.current), c.charge)
  redis.call('PEXPIRE', c.key, math.ceil((CELLS + 1) * c.window * SIXTEENTH / 1000))
  c.used = c.used + c.charge
  if #c.cells == 0 then c.cells[1] = { start = c.current, count = c.charge } end
end

local function level_window(c)
  return math.max(0, c.limit - c.used), #c.cells > 0 and freed_in(c, c.cells[1].start) or 0
end

local function read_gcra(c)
  c.interval = math.ceil(c.window * SECOND / c.limit)
  local tat = redis.call('GET', c.key)
  c.ahead = tat and math.min(math.max(0, tonumber(tat) - now), c.limit * c.interval) or 0
end

local function wait_gcra(c)
  return math.max(0, c.ahead + (c.charge - c.limit) * c.interval)
end

local function spend_gcra(c)
  c.ahead = c.ahead + c.charge * c.interval
  redis.call('SET', c.key, string.format('%.0f', now + c.ahead), 'PX', math.ceil(c.ahead / 1000))
end

local function level_gcra(c)
  local remaining = math.floor((c.limit * c.interval - c.ahead) / c.interval)
  return remaining, c.ahead == 0 and 0 or c.ahead - (c.limit - remaining - 1) * c.interval
end

local counters, allowed = {}, true
for i, key in ipairs(KEYS) do
  local at = 5 * i - 3
  local c = { key = key, gcra = ARGV[at] == 'gcra', limit = tonumber(ARGV[at + 1]),
    window = tonumber(ARGV[at + 2]), charge = tonumber(ARGV[at + 3]),
    shadow = ARGV[at + 4] == '1' }
  c.charge = math.min(c.charge, c.limit)
  if c.limit <= 0 then
    c.wait = c.window * SECOND
  elseif c.gcra then
    read_gcra(c)
    c.wait = wait_gcra(c)
  else
    read_window(c)
    c.wait = wait_window(c)
  end
  allowed = allowed and (c.shadow or c.wait == 0)
  counters[i] = c
end

local reply = { math.floor(now / 1000) }
for _, c in ipairs(counters) do
  if charging and allowed and c.wait == 0 and c.charge > 0 then
    if c.gcra then spend_gcra(c) else spend_window(c) end
  end
  local remaining, reset = 0, 0
  if c.limit > 0 then
    if c.gcra then remaining, reset = level_gcra(c) else remaining, reset = level_window(c) end
  end
  reply[#reply + 1] = math.ceil(c.wait / 1000)
  reply[#reply + 1] = remaining
  reply[#reply + 1] = math.ceil(reset / 1000)
end
return reply
`;
