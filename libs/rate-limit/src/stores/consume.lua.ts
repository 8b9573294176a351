/**
 * The arithmetic of `../arithmetic` once more, inside Redis, for all counters of a call at once.
 *
 * KEYS: one per counter. ARGV: '1' to charge or '0' to look; then per counter kind, limit, window in seconds,
 * cost, '1' if it is on trial. Reply: now in ms; then per counter wait in ms (0: allowed), units remaining, ms until more.
 *
 * - Time is the server's, so replicas with different clocks agree.
 * - The cells of a window are one packed list, start and count by turns, oldest first: one read and one write per
 *   counter, less than half of what a hash of cells costs the server.
 * - All counters are read before the first is written: a key that holds something else stops the call uncharged.
 */
export const CONSUME_LUA = `
local CELLS, SIXTEENTH, SECOND = 16, 62500, 1000000
local call, floor, ceil, max, min = redis.call, math.floor, math.ceil, math.max, math.min
local time = redis.call('TIME')
local now = tonumber(time[1]) * SECOND + tonumber(time[2])
local charging = ARGV[1] == '1'

local function freed_in(window, start)
  return (ceil(start / window) + CELLS + 1) * window * SIXTEENTH - now
end

local function read_window(c)
  local window = c.window
  local current = floor(now / (SIXTEENTH * window)) * window
  c.current = current
  local text = call('GET', c.key)
  local cells, used = {}, 0
  if text then
    local all = cmsgpack.unpack(text)
    local after, to = current - (CELLS + 1) * window, current + CELLS * window
    local n = #all
    if all[1] > after and all[n - 1] <= to then
      cells = all
      for i = 2, n, 2 do used = used + all[i] end
    else
      local at = 0
      for i = 1, n, 2 do
        local start = all[i]
        if start > after and start <= to then
          cells[at + 1], cells[at + 2] = start, all[i + 1]
          at = at + 2
          used = used + all[i + 1]
        end
      end
    end
  end
  c.cells, c.used = cells, used
end

local function wait_window(c)
  local excess = c.used + c.charge - c.limit
  if excess <= 0 then return 0 end
  local cells = c.cells
  for i = 1, #cells, 2 do
    excess = excess - cells[i + 1]
    if excess <= 0 then return freed_in(c.window, cells[i]) end
  end
  return c.window * SECOND
end

local function spend_window(c)
  local cells = c.cells
  local n = #cells
  if n > 0 and cells[n - 1] >= c.current then
    cells[n] = cells[n] + c.charge
  else
    cells[n + 1], cells[n + 2] = c.current, c.charge
  end
  c.used = c.used + c.charge
  call('SET', c.key, cmsgpack.pack(cells), 'PX', ceil((CELLS + 1) * c.window * SIXTEENTH / 1000))
end

local function level_window(c)
  return max(0, c.limit - c.used), c.cells[1] and freed_in(c.window, c.cells[1]) or 0
end

local function read_gcra(c)
  c.interval = ceil(c.window * SECOND / c.limit)
  local tat = call('GET', c.key)
  c.ahead = tat and min(max(0, tonumber(tat) - now), c.limit * c.interval) or 0
end

local function wait_gcra(c)
  return max(0, c.ahead + (c.charge - c.limit) * c.interval)
end

local function spend_gcra(c)
  c.ahead = c.ahead + c.charge * c.interval
  call('SET', c.key, string.format('%.0f', now + c.ahead), 'PX', ceil(c.ahead / 1000))
end

local function level_gcra(c)
  local remaining = floor((c.limit * c.interval - c.ahead) / c.interval)
  return remaining, c.ahead == 0 and 0 or c.ahead - (c.limit - remaining - 1) * c.interval
end

local counters, allowed = {}, true
for i, key in ipairs(KEYS) do
  local at = 5 * i - 3
  local limit = tonumber(ARGV[at + 1])
  local c = { key = key, gcra = ARGV[at] == 'gcra', limit = limit,
    window = tonumber(ARGV[at + 2]), charge = min(tonumber(ARGV[at + 3]), limit),
    shadow = ARGV[at + 4] == '1' }
  if limit <= 0 then
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

local reply = { floor(now / 1000) }
for i, c in ipairs(counters) do
  if charging and allowed and c.wait == 0 and c.charge > 0 then
    if c.gcra then spend_gcra(c) else spend_window(c) end
  end
  local remaining, reset = 0, 0
  if c.limit > 0 then
    if c.gcra then remaining, reset = level_gcra(c) else remaining, reset = level_window(c) end
  end
  reply[3 * i - 1] = ceil(c.wait / 1000)
  reply[3 * i] = remaining
  reply[3 * i + 1] = ceil(reset / 1000)
end
return reply
`;
