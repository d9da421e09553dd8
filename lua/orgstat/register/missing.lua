--- The value that stands for "missing" where nil cannot stand: as a key of `count` results, in the
-- table form of `where`, and in records given to `orgstat.register`. There is one in a Lua state,
-- equal only to itself; `tostring` gives "missing".
-- @module orgstat.register.missing

return setmetatable({}, {
  __name = "orgstat.missing",
  __tostring = function()
    return "missing"
  end,
  __newindex = function()
    error("orgstat.missing cannot be changed", 2)
  end,
  __metatable = false,
})
