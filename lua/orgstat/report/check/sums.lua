--- Parts and wholes: F01 to F05, and T04 where the whole stands in the headline.
-- @module orgstat.report.check.sums

local exact = require "orgstat.report.exact"
local interval = require "orgstat.report.interval"

local sums = { relations = {} }

local HEADLINE = { title = true, headline = true }
local WORST = { ok = 1, unknown = 2, doubtful = 3, violated = 4 }

-- What a figure without value would have to be for the sum to hold.
local function bounds(ctx, r, lacking)
  if #lacking > 1 then return nil end
  if lacking[1] == r.whole then return (ctx:sum(r.parts)) end
  local others = {}
  for _, i in ipairs(r.parts) do
    if i ~= lacking[1] then others[#others + 1] = i end
  end
  local whole = ctx:interval(r.whole)
  return #others == 0 and whole or interval.sub(whole, (ctx:sum(others)))
end

-- Parts and whole of a sum; nil and the figures without a value.
local function sides(ctx, r)
  local soft, hard, value = ctx:sum(r.parts)
  local whole_soft, whole_hard = ctx:interval(r.whole)
  local lacking = soft and {} or hard
  if not whole_soft then lacking[#lacking + 1] = r.whole end
  if #lacking > 0 then return nil, lacking end
  return { soft, hard, value }, { whole_soft, whole_hard, ctx:value(r.whole) }
end

-- What an open list leaves for the parts that it does not name.
local function left_over(computed, stated)
  local rest = interval.sub(stated[1], computed[1])
  if rest.lo == nil or exact.compare(rest.lo, 0) < 0 then rest.lo, rest.lo_open = 0, false end
  return rest
end

local function judge_closed(ctx, r, equation, figures, computed, stated)
  local what = {
    equation = equation, figures = figures, computed = computed, stated = stated, whole = ctx:whole(figures),
    ok = ctx:fill("F01", { equation = equation }),
  }
  ctx.judged[r] = ctx:judge("F01", r, what)
  local headline = HEADLINE[ctx.figures[r.whole].zone]
  if ctx.judged[r] and headline and not HEADLINE[ctx.figures[r.parts[1]].zone] then
    local values = { equation = equation, stated = ctx:name(r.whole), computed = ctx:range(computed[1]) }
    local judged = ctx.judged[r]
    ctx:add("T04", judged.verdict, judged.verdict == "ok" and judged.message or ctx:fill("T04_sum", values), figures, {
      inferred = r.inferred or false, equation = equation, difference = judged.difference,
    })
  end
end

-- Whether a part by itself may be larger than the whole; said only when it is not clear.
local function judge_part(ctx, r, i, stated)
  local soft, hard = ctx:interval(i)
  local fits = interval.at_most
  if fits(soft, stated[1]) then return nil end
  return ctx:judge("F04", r, {
    equation = ctx:name(i) .. " ≤ " .. ctx:name(r.whole), figures = ctx.gather(i, r.whole), fits = fits,
    computed = { soft, hard, ctx:value(i) }, stated = stated,
  })
end

local function judge_open(ctx, r, equation, figures, computed, stated)
  ctx:judge("F03", r, {
    equation = equation, figures = figures, computed = computed, stated = stated, fits = interval.at_most,
    ok = ctx:fill("F03", { equation = equation, range = ctx:range(left_over(computed, stated)) }), ok_always = true,
  })
end

local PEOPLE = { person = true, member = true }

-- T08: people and times in one sum.
local function judge_units(ctx, r)
  local whole = ctx.figures[r.whole]
  for _, i in ipairs(r.parts) do
    local part = ctx.figures[i]
    if part.unit == "turn" and PEOPLE[whole.unit] or PEOPLE[part.unit] and whole.unit == "turn" then
      local values = { a = ctx:name(r.whole), b = ctx:name(i) }
      return ctx:add("T08", "violated", ctx:fill("T08_person_turn", values), ctx.gather(r.whole, i))
    end
  end
end

--- F01 for a closed list, F03 for an open one, F04 for each part that may be over the whole.
function sums.relations.sum(ctx, r)
  local figures = ctx.gather(r.whole, r.parts)
  local equation = ctx:plus(r.parts) .. (r.closed and " = " or " ≤ ") .. ctx:name(r.whole)
  local computed, stated = sides(ctx, r)
  if not computed then
    local lacking = stated
    return ctx:undecided(r.closed and "F01" or "F03", r, equation, figures, lacking,
      r.closed and bounds(ctx, r, lacking) or nil)
  end
  if not r.inferred then judge_units(ctx, r) end
  local over
  for _, i in ipairs(r.parts) do over = judge_part(ctx, r, i, stated) or over end
  if r.closed then
    judge_closed(ctx, r, equation, figures, computed, stated)
  elseif #r.parts > 1 or not over then -- one part over the whole is what F04 has said
    judge_open(ctx, r, equation, figures, computed, stated)
  end
end

--- F05: what is left of the whole when the known parts are taken away is the rest as stated.
function sums.relations.rest(ctx, r)
  local figures = ctx.gather(r.whole, r.parts, r.rest)
  local list, signs = { r.whole }, { 1 }
  for k, i in ipairs(r.parts) do list[k + 1], signs[k + 1] = i, -1 end
  local texts = {}
  for k, i in ipairs(list) do texts[k] = ctx:name(i) end
  local equation = table.concat(texts, " − ") .. " = " .. ctx:name(r.rest)
  local soft, hard, value = ctx:sum(list, signs)
  local rest_soft, rest_hard = ctx:interval(r.rest)
  if not soft or not rest_soft then
    local lacking = soft and {} or hard
    if not rest_soft then lacking[#lacking + 1] = r.rest end
    return ctx:undecided("F05", r, equation, figures, lacking, soft)
  end
  ctx:judge("F05", r, {
    equation = equation, figures = figures, computed = { soft, hard, value },
    stated = { rest_soft, rest_hard, ctx:value(r.rest) }, whole = ctx:whole(figures), total = ctx:value(r.whole),
    ok = ctx:fill("F05", { equation = equation }),
  })
end

-- Figures that are mentions of one quantity share a name: the first of them.
local function mentions(report)
  local first = {}
  local function root(i)
    while first[i] do i = first[i] end
    return i
  end
  for _, r in ipairs(report.relations) do
    if r.kind == "same" then
      local a, b = root(r.figures[1]), root(r.figures[2])
      if a ~= b then first[math.max(a, b)] = math.min(a, b) end
    end
  end
  return root
end

-- One level and those below it: adds to what is known of the tree, and gives the level as text.
local function walk(ctx, tree, sum, below, root)
  tree.levels = tree.levels + 1
  tree.inferred = tree.inferred or sum.inferred or false
  local judged = ctx.judged[sum]
  local verdict = judged.verdict
  if WORST[verdict] > WORST[tree.verdict] then tree.verdict, tree.worst = verdict, judged end
  tree.figures[#tree.figures + 1] = ctx.gather(sum.whole, sum.parts)
  local texts = {}
  for k, i in ipairs(sum.parts) do
    local inner = below[root(i)]
    texts[k] = ctx:name(i)
    if inner and not tree.seen[inner] then
      tree.seen[inner] = true
      texts[k] = texts[k] .. " (" .. walk(ctx, tree, inner, below, root) .. ")"
    end
  end
  return table.concat(texts, " + ")
end

--- F02: a whole whose parts are wholes again; found when every sum has been judged.
function sums.report(ctx)
  local root = mentions(ctx.report)
  local below, is_part, closed = {}, {}, {}
  for _, r in ipairs(ctx.report.relations) do
    if r.kind == "sum" and ctx.judged[r] then
      closed[#closed + 1] = r
      below[root(r.whole)] = below[root(r.whole)] or r
      for _, i in ipairs(r.parts) do is_part[root(i)] = true end
    end
  end
  for _, r in ipairs(closed) do
    if not is_part[root(r.whole)] then
      local tree = { levels = 0, verdict = "ok", figures = {}, seen = { [r] = true } }
      local equation = walk(ctx, tree, r, below, root) .. " = " .. ctx:name(r.whole)
      if tree.levels > 1 then
        local message = ctx:fill(tree.worst and "F02_fails" or "F02", { equation = equation })
        ctx:add("F02", tree.verdict, message, ctx.gather(tree.figures), {
          inferred = tree.inferred and not tree.worst, equation = equation,
          difference = tree.worst and tree.worst.difference or 0,
        })
      end
    end
  end
end

return sums
