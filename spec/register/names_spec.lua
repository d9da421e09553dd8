local names = require "orgstat.register.names"

describe("names", function()
  local fields = { "id", "name", "scope_level", "members", "Dân số" }

  it("finds the nearest of a list", function()
    assert.equal("members", names.nearest("membres", fields))
    assert.equal("members", names.nearest("Member", fields))
    assert.equal("scope_level", names.nearest("scope_levle", fields))
    assert.equal("scope_level", names.nearest("scopelevel", fields))
    assert.equal("Dân số", names.nearest("Dan số", fields))
    assert.equal("id", names.nearest("ID", fields))
    assert.equal("scope_level", names.nearest("Scope", fields))
  end)

  it("finds none when none is near", function()
    assert.is_nil(names.nearest("district", fields))
    assert.is_nil(names.nearest("xy", fields))
    assert.is_nil(names.nearest("", { "name" }))
    assert.is_nil(names.nearest("name", {}))
  end)

  it("takes bytes that are not UTF-8", function()
    assert.equal("nam\xE9", names.nearest("nam\xE8", { "nam\xE9" }))
  end)

  it("keeps lists short", function()
    local list = {}
    for i = 1, 15 do
      list[i] = "f" .. i
    end
    assert.equal("f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12 and 3 more", names.list(list))
    assert.equal("none", names.list {})
    assert.equal("; did you mean 'f1'? (fields: f1)", names.hint("f2", { "f1" }, "fields"))
  end)
end)
