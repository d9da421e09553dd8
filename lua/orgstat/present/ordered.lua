--- Tables that remember the order of their keys, and marks that plain Lua tables lack.
--
-- Results are written with their keys in the order given. A plain Lua table has no order, and an
-- empty one does not say whether it is a list or an object. The values made here do; to everyone
-- but the writers they are ordinary tables.
-- @module orgstat.present.ordered

local ordered = {}

local function next_key(state)
  while true do
    state.i = state.i + 1
    local key = state.keys[state.i]
    if key == nil then return nil end
    local value = state.object[key]
    if value ~= nil then return key, value end
  end
end

local function in_order(object)
  return next_key, { object = object, keys = getmetatable(object).keys, i = 0 }
end

--- Sets a key of an ordered object; a new key goes to the end, `nil` leaves the key absent.
-- @param object made by `ordered.object`
-- @string key
-- @param value any value, or nil
-- @return the object
function ordered.put(object, key, value)
  if value ~= nil and object[key] == nil then
    local keys = getmetatable(object).keys
    keys[#keys + 1] = key
  end
  object[key] = value
  return object
end

--- Makes an object whose keys keep the order given, in `pairs` and in every writer.
-- @tparam[opt] table list pairs `{ key, value }`; one without a value leaves the key absent
-- @treturn table an ordinary table otherwise
function ordered.object(list)
  local object = setmetatable({}, { kind = "object", keys = {}, __pairs = in_order })
  for _, pair in ipairs(list or {}) do ordered.put(object, pair[1], pair[2]) end
  return object
end

--- Marks a list as a list, so that it is one also when it is empty.
-- @tparam[opt] table list changed in place; a new one when left out
-- @treturn table the list
function ordered.array(list)
  return setmetatable(list or {}, { kind = "array" })
end

--- A number by its digits, written as they are: what a float cannot hold is not lost.
-- @string digits a JSON number such as `12.50`
-- @treturn table
function ordered.digits(digits)
  return setmetatable({ digits = digits }, { kind = "digits", __tostring = function() return digits end })
end

--- What a value is to a writer: "object", "array", "digits" or nil for anything unmarked.
function ordered.kind(value)
  local meta = type(value) == "table" and getmetatable(value)
  return type(meta) == "table" and meta.kind or nil
end

return ordered
