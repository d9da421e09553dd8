-- What one would write in plain Lua: a pattern for lines without quotes, a slow path for the others.
local mode, file, repeats = arg[1], arg[2], tonumber(arg[4])
package.path = (arg[0]:match("^(.*)/peers/[^/]*$") or ".") .. "/?.lua;" .. package.path
local meter = require "meter"

local function fields_of(line)
  local fields, at = {}, 1
  while at <= #line + 1 do
    local field, after
    if line:sub(at, at) == '"' then
      field, after = line:match('^"([^"]*)"()', at) -- the register has no quotes in quotes
    else
      field, after = line:match("^([^,]*)()", at)
    end
    fields[#fields + 1] = field
    at = after + 1
  end
  return fields
end
local PROVINCE, LEVEL, MEMBERS = 7, 6, 12
local PLAIN = "^" .. ("[^,]*,"):rep(5) .. "([^,]*),([^,]*)," .. ("[^,]*,"):rep(4) .. "(%d*),"

meter.print("version", _VERSION)
if mode == "scan" then
  local groups
  meter.run("scan", repeats, function()
    groups = {}
    local lines = io.lines(file)
    lines()
    for line in lines do
      local level, province, members
      if line:find('"', 1, true) then
        local fields = fields_of(line)
        level, province, members = fields[LEVEL], fields[PROVINCE], fields[MEMBERS]
      else
        level, province, members = line:match(PLAIN)
      end
      local key = province .. "\t" .. level
      local group = groups[key]
      if not group then
        group = { n = 0, total = 0 }
        groups[key] = group
      end
      group.n = group.n + 1
      group.total = group.total + math.tointeger(members)
    end
  end)
  local rows = {}
  for key, group in pairs(groups) do rows[#rows + 1] = { key, group.n, group.total, group.total / group.n } end
  meter.rows("scan", rows)
end
