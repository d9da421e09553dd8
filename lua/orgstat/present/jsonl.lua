--- JSON Lines: one record a line, as `orgstat.present.json` writes it.
-- @module orgstat.present.jsonl

local json = require "orgstat.present.json"
local shape = require "orgstat.present.shape"

local jsonl = {}

--- Writes a result, an object for each row.
-- @param result a register or a plain result
-- @tparam function sink takes strings
function jsonl.write(result, sink)
  local form = shape.of(result)
  local object = json.object(form.names, form.types)
  for cells in form.rows() do
    sink("{" .. object(cells) .. "}\n")
  end
end

return jsonl
