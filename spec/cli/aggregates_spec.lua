-- `orgstat summary --stats` with aggregates, and what --kinds forbids.
local cjson = require "cjson"
local paths = require "spec.support.paths"

local SAMPLE = "data/binh-thuan-2024.csv"

describe("orgstat summary --stats", function()
  local path

  setup(function()
    path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write [[
unit,year,members,fee,density,"a,b",f(x)
a,2023,10,1.50,0.5,1,7
a,2024,11,1.50,.4,2,8
b,2024,7,0.25,1.5,3,9
]]
    file:close()
  end)
  teardown(function() os.remove(path) end)

  local function good(...)
    local output, errors, status = paths.orgstat("summary", ...)
    assert.same({ "", 0 }, { errors, status })
    return output
  end
  local function refused(message, ...)
    local output, errors, status = paths.orgstat("summary", ...)
    assert.same({ "", 2 }, { output, status })
    assert.matches(message, errors, 1, true)
    assert.matches("try 'orgstat summary --help'", errors, 1, true)
  end
  local function json(...) return cjson.decode(good("--format", "json", ...)) end

  it("shows the aggregates that are asked for", function()
    local output = good(SAMPLE, "--stats", "median(members), quantile(members, 0.9),mode(status),sum(members)")
    assert.matches([[

aggregate                 value
----------------------  -------
median(members)              82
quantile(members, 0.9)   855.90
mode(status)             active
sum(members)            440,532
]], output, 1, true)
    assert.equal("aggregate,value\nmedian(members),10.0\nsum(fee),3.25\n",
      good("--format", "csv", path, "--stats", "median(members),sum(fee)"))
    local marked = good("--format", "markdown", path, "--stats", "gini(members)")
    assert.matches("| gini(members) | 0.0952 |", marked, 1, true)
  end)

  it("has them in JSON beside the statistics of fields, decimals digit for digit", function()
    local answer = json(path, "--stats", "members,sum(fee),mode(unit),weighted_mean(density, members)")
    assert.equal(28, answer.stats.members.sum)
    assert.same({ 3.25, "a" }, { answer.aggregates["sum(fee)"], answer.aggregates["mode(unit)"] })
    assert.near((5 + 4.4 + 10.5) / 28, answer.aggregates["weighted_mean(density, members)"], 1e-15)
    assert.matches('"aggregates": {"max(fee)": 1.50}', good("--format", "json", path, "--stats", "max(fee)"), 1, true)
    assert.matches('"max": 1.50, "iqr": 0.625, "mad": 0, "mode": 1.50,',
      good("--format", "json", path, "--stats", "fee"), 1, true)
  end)

  it("makes them columns of the groups", function()
    local groups = json(path, "--by", "unit", "--stats", "median(members),share(),rank(members)",
      "--sort", "-median(members)").groups
    assert.same({
      { unit = "a", count = 2, ["median(members)"] = 10.5, ["share()"] = 2 / 3 * 100, ["rank(members)"] = 1 },
      { unit = "b", count = 1, ["median(members)"] = 7, ["share()"] = 1 / 3 * 100, ["rank(members)"] = 2 },
    }, groups)
    local output = good(path, "--by", "unit", "--stats", "median(members),cumulative(members)")
    assert.matches("\nunit   count   share  median(members)  cumulative(members)\n", output, 1, true)
    assert.matches("\na          2   66.7%            10.50                   21\n", output, 1, true)
    assert.matches("\nTotal      3  100.0%            10.00\n", output, 1, true)
  end)

  it("tells fields from aggregates", function()
    local answer = json(path, "--stats", "`a,b`,f(x),sum(`a,b`),sum(`f(x)`)")
    assert.same({ 6, 24, 6, 24 }, { answer.stats["a,b"].sum, answer.stats["f(x)"].sum, answer.aggregates["sum(`a,b`)"],
      answer.aggregates["sum(`f(x)`)"] })
  end)

  it("refuses what is no aggregate, with its place", function()
    refused("--stats: no aggregate 'medain'; did you mean 'median'?", path, "--stats", "medain(members)")
    refused("--stats: 'sum(members': a comma or a closing parenthesis was expected (character 12)", path,
      "--stats", "sum(members")
    refused("--stats: 'median(unit)': field 'unit' is of type text, and median needs numbers", path,
      "--stats", "median(unit)")
    refused("--stats: no field 'mambers'; did you mean 'members'?", path, "--stats", "sum(mambers)")
  end)

  it("says in which file, and at which record, an expression overflows", function()
    local other = os.tmpname()
    local file = assert(io.open(other, "wb"))
    file:write "members\n5\n9223372036854775807\n"
    file:close()
    for _, options in ipairs {
      { "--stats", "sum(members * 2)" }, { "--where", "members * 2 > 0", "--stats", "members" },
      { "--where", "members * 2 > 0" }, { "--by", "members", "--stats", "sum(members * 2)" },
    } do
      for _, files in ipairs { { path, other }, { other } } do
        table.move(files, 1, #files, #options + 1, options)
        local _, errors, status = paths.orgstat("summary", table.unpack(options))
        assert.equal(2, status)
        assert.matches("orgstat: " .. other .. ": record 2: a result of the expression goes beyond its type: 'members",
          errors, 1, true)
        for k = #options, #options - #files + 1, -1 do options[k] = nil end
      end
    end
    os.remove(other)
  end)

  it("refuses with --kinds what makes no sense, unless forced", function()
    local kinds = { "--kinds", "members=stock,density=ratio", "--time", "year" }
    local function with(...) return path, table.unpack(table.move({ ... }, 1, select("#", ...), 5,
      table.move(kinds, 1, 4, 1, {}))) end
    refused("'members' is a stock, and stocks are not added up over time (year from 2023 to 2024)",
      with("--by", "unit", "--sum", "members"))
    refused("--stats: mean(density): 'density' is a ratio, and ratios are not averaged",
      with("--stats", "mean(density)"))
    assert.equal("unit,count,sum\na,2,21\nb,1,7\n",
      good("--format", "csv", with("--by", "unit", "--sum", "members", "--force")))
    -- each year has a sum; all years together have none
    local output = good(with("--by", "year", "--sum", "members"))
    assert.matches("\n2024       2   66.7%              18\n", output, 1, true)
    assert.matches("\nTotal      3  100.0%\n", output .. "\n", 1, true)
    assert.is_nil(json(with("--stats", "density")).stats.density.mean)
    assert.is_nil(json(with("--by", "unit", "--stats", "members")).groups[1].sum)
    assert.equal(10.5, json(with("--by", "unit", "--stats", "members")).groups[1].mean)
    refused("--kinds: found 'members=stok'; expected FIELD=KIND (stock, flow, ratio)", path, "--kinds", "members=stok")
    refused("--kinds: no field 'membres'; did you mean 'members'?", path, "--kinds", "membres=stock")
    refused("--time: no field 'yaer'; did you mean 'year'?", path, "--time", "yaer")
  end)
end)
