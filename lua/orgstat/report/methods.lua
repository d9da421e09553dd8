--- What can be asked of a report.
-- @module orgstat.report.methods

local methods = { __name = "orgstat.report" }
methods.__index = methods

local spans = setmetatable({}, { __mode = "k" }) -- report -> first and last bytes and zones of its sentences

--- Keeps where the sentences of a report are.
function methods.sentences(report, state)
  spans[report] = state
end

--- A sentence of the report.
-- @tparam integer i from 1 to `sentence_count`
-- @treturn integer first byte in the file
-- @treturn integer last byte
-- @treturn string zone: "title", "headline", "caption", "body", "list", "table" or "furniture"
-- @treturn string its text on one line
function methods:sentence(i)
  local state = spans[self]
  local first = state and state.firsts[i]
  if not first then return nil end
  return first, state.lasts[i], state.zones[i], self:excerpt(first, state.lasts[i])
end

--- Some bytes of the report as a reader sees them: on one line, without tags and entities.
-- @tparam integer first
-- @tparam integer last
-- @treturn string
function methods:excerpt(first, last)
  local text = self.text:sub(first, last)
  if self.format == "html" then text = require("orgstat.report.html").visible(text) end
  return (text:gsub("%s+", " "))
end

--- Checks the figures of the report; see `orgstat.report.check`.
-- @tparam[opt] table opts
-- @treturn table findings
function methods:check(opts)
  return require("orgstat.report.check").run(self, opts)
end

return methods
