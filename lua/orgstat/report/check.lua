--- Holds the figures of a report to arithmetic: `report:check()`.
--
-- Each check gives findings. A finding has `check` (its id, such as "F01"), `verdict`, `importance`
-- ("error", "warning" or "note"), `inferred`, `message`, `figures` (indexes into `report.figures`) and
-- `difference` (computed less stated, at the written values); also `equation`, `excess` (percent of the
-- stated value) and `tolerance` (how far the written values may lie apart). Its `tostring` is a sentence.
--
-- Verdicts: `ok`, what the figures usually mean fits; `doubtful`, only what they can mean at the
-- utmost fits; `violated`, not even that; `unknown`, a figure that is needed has no value.
-- @module orgstat.report.check

local Context = require "orgstat.report.check.context"
local errors = require "orgstat.register.errors"
local finding = require "orgstat.report.finding"

local check = {}

-- Every family has `relations`, a function for each kind of relation that it judges, and perhaps
-- `report`, for what concerns the whole text.
local FAMILIES = { "sums", "rates", "changes", "money", "mentions", "tables", "writing" }
for i, name in ipairs(FAMILIES) do FAMILIES[i] = require("orgstat.report.check." .. name) end

local JUDGE = {}
for _, family in ipairs(FAMILIES) do
  for kind, judge in pairs(family.relations or {}) do JUDGE[kind] = judge end
end

local OPTIONS = { lang = "string", population = "table", per_head = "table", shortest_term = "number" }
local LANGUAGES = { en = true, vi = true, id = true }

local function checked(opts)
  if opts == nil then return {} end
  if type(opts) ~= "table" then errors.raise("check: options must be a table, got %s", errors.kind(opts)) end
  for name, value in pairs(opts) do
    if not OPTIONS[name] then
      errors.raise("check: no option '%s'; the options are lang, per_head, population, shortest_term", tostring(name))
    elseif type(value) ~= OPTIONS[name] then
      errors.raise("check: option '%s' must be a %s, got %s", name, OPTIONS[name], errors.kind(value))
    end
  end
  if opts.lang and not LANGUAGES[opts.lang] then
    errors.raise("check: lang must be \"en\", \"vi\" or \"id\", got '%s'", opts.lang)
  end
  return opts
end

local NOWHERE = (1 << 31) - 1

-- In the order of the text; of those that begin with one figure, in the order they were found. Both stand
-- in one integer, since sorting integers needs no function of ours.
local function in_order(findings, figures)
  local keys, found = {}, {}
  for k, one in ipairs(findings) do
    local figure = figures[one.figures[1]]
    local first = math.min(figure and figure.first or one.first or NOWHERE, NOWHERE)
    keys[k] = first << 32 | k
    found[keys[k]] = one
  end
  table.sort(keys)
  for k, key in ipairs(keys) do findings[k] = found[key] end
end

--- Checks a report.
-- @tparam table report with `figures` and `relations`
-- @tparam[opt] table opts `lang` of the messages ("en", "vi", "id"; default "en"); `population` and
-- `per_head`, each `{ lo, hi }`: what an implied population and a value a head may be; `shortest_term`
-- in years (default 2)
-- @treturn {table,...} findings in the order of the text
-- @raise on wrong options
function check.run(report, opts)
  opts = checked(opts)
  local ctx = Context.new(report, opts.lang)
  ctx.population, ctx.per_head, ctx.shortest_term = opts.population, opts.per_head, opts.shortest_term
  for _, relation in ipairs(report.relations) do
    local judge = JUDGE[relation.kind]
    if judge then judge(ctx, relation) end
  end
  for _, family in ipairs(FAMILIES) do
    if family.report then family.report(ctx) end
  end
  in_order(ctx.findings, report.figures)
  return finding.list(ctx.findings)
end

return check
