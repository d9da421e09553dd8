--- A finding: the verdict of one check, and what it rests on.
-- @module orgstat.report.finding

local finding = {}

--- How much a violation matters: an error makes the command exit with 1.
finding.IMPORTANCE = {
  F01 = "error", F02 = "error", F03 = "error", F04 = "error", F05 = "error", F06 = "error", F07 = "warning",
  F08 = "warning", F09 = "error", F10 = "error", F11 = "error", F12 = "warning", F13 = "warning", F14 = "warning",
  F15 = "error", F16 = "error", F17 = "error", F18 = "warning", F19 = "error", F20 = "warning", F21 = "error",
  F22 = "error", F23 = "error", F24 = "warning", T03 = "error", T04 = "error", T05 = "note", T06 = "note",
  T07 = "note", T08 = "warning",
}

local function tell(self) return ("%s %s: %s"):format(self.check, self.verdict, self.message) end

local META = { __name = "orgstat.finding", __tostring = tell }

--- Makes a finding.
-- @string check its id, such as "F01"
-- @string verdict "ok", "doubtful", "violated" or "unknown"
-- @string message a sentence without its end
-- @tparam {int,...} figures indexes into the report's figures
-- @tparam[opt] table more `difference`, `tolerance`, `excess`, `inferred`, `equation`
-- @treturn table
function finding.new(check, verdict, message, figures, more)
  local one = {
    check = check, verdict = verdict, importance = finding.IMPORTANCE[check], inferred = false, message = message,
    figures = figures,
  }
  for key, value in pairs(more or {}) do one[key] = value end
  return setmetatable(one, META)
end

local LIST = {
  __name = "orgstat.findings",
  __tostring = function(self)
    local lines = {}
    for i, one in ipairs(self) do lines[i] = tostring(one) end
    return table.concat(lines, "\n")
  end,
}

--- Marks a list of findings as one: its `tostring` has a line for each.
function finding.list(list) return setmetatable(list, LIST) end

--- Whether a finding makes a report fail: a violation that is an error.
-- @tparam table one
-- @treturn boolean
function finding.is_failure(one) return one.verdict == "violated" and one.importance == "error" end

return finding
