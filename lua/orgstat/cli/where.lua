--- `--where EXPR`: what is wrong with an expression, shown under it.
-- @module orgstat.cli.where

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local problem = require "orgstat.cli.problem"

local BEFORE, BEHIND = 50, 20 -- bytes of a long expression that are shown

-- A place at which a character begins.
local function boundary(text, at)
  while at > 1 and at <= #text and text:byte(at) >= 0x80 and text:byte(at) < 0xC0 do at = at - 1 end
  return at
end

local function shown(text, at)
  local from, to = boundary(text, math.max(1, at - BEFORE)), boundary(text, math.min(#text + 1, at + BEHIND)) - 1
  local left = (from > 1 and "..." or "") .. text:sub(from, at - 1):gsub("%c", " ")
  local right = text:sub(at, to):gsub("%c", " ") .. (to < #text and "..." or "")
  return ("  %s%s\n  %s^"):format(left, right, (" "):rep(core.width(left)))
end

--- Calls a function that uses the expression: a bad one is wrong usage.
-- @tparam function f
-- @param ... its arguments
-- @return its results
return function(f, ...)
  local results = table.pack(pcall(f, ...))
  if results[1] then return table.unpack(results, 2, results.n) end
  local raised = results[2]
  if errors.is(raised) and raised.code == "bad_expression" then
    problem.usage("--where: character %d: %s\n%s", raised.column, raised.reason, shown(raised.expression, raised.byte))
  end
  error(raised, 0)
end
