-- What the specs of this folder share: sample records, and a look at raised messages.
local orgstat = require "orgstat"

local support = {}

function support.sample()
  return orgstat.register({
    { name = "Red Cross", level = "province", category = "assigned", members = 120, founded = "1956", fee = "12.50" },
    { name = "Blind", level = "province", category = "assigned", members = 80, founded = "1996-03" },
    { name = "Dragon Fruit", level = "province", category = "voluntary", members = 40, founded = "1996-03-15",
      fee = "0.30" },
    { name = "Elderly", level = "commune", members = 200, fee = "1.05", active = true },
    { name = "", level = "commune", category = "voluntary", active = false },
    { name = "Study Promotion", level = "district", category = "assigned", members = 80, founded = "2001" },
  }, {
    "name", "level", "category", { "members", "integer" }, { "founded", "date" }, { "fee", "decimal" },
    { "active", "boolean" },
  })
end

-- The names of a register's records, in order.
function support.names(reg)
  local list = {}
  for _, name in reg:values("name") do
    list[#list + 1] = name
  end
  return table.concat(list, ",")
end

-- The message that f(...) raises, without the file and line; and these.
function support.raised(f, ...)
  local ok, message = pcall(f, ...)
  assert(not ok, "it did not raise")
  assert(type(message) == "string", "it raised a " .. type(message))
  local place, text = message:match("^([^:]+:%d+): (.*)$")
  return text or message, place
end

return support
