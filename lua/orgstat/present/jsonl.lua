--- JSON Lines: one record a line, as `orgstat.present.json` writes it.
-- @module orgstat.present.jsonl

local json = require "orgstat.present.json"

local jsonl = {}

--- Writes a register, an object for each record.
-- @tparam register reg
-- @tparam function sink takes strings
function jsonl.write(reg, sink)
  if json.records(reg, sink, "", "\n") then sink "\n" end
end

return jsonl
