--- One quantity in several places, counts of what is listed, classes within classes, congresses:
-- F17, F18, F22, F24, T04, T08.
-- @module orgstat.report.check.mentions

local exact = require "orgstat.report.exact"
local interval = require "orgstat.report.interval"
local rates = require "orgstat.report.check.rates"
local slip = require "orgstat.report.slip"

local mentions = { relations = {} }

local SHORTEST_TERM = 2 -- years, of those that occur
local LONGEST_TERM = 5
local LISTED = 8 -- items named in a message
local FAR = 3 -- times as large
local MANY_DIGITS = 100 -- of fewer, any two are a slip of each other

local function label_of(figure)
  local what = figure.label or figure.noun or figure.unit or "?"
  return figure.place and what .. ", " .. figure.place or what
end

-- T08: one quantity counted once in people and once in times, or million where billion was meant.
local function judge_words(ctx, r, i, j)
  local a, b = ctx.figures[i], ctx.figures[j]
  local units = { [a.unit or ""] = true, [b.unit or ""] = true }
  if units.turn and (units.person or units.member) then
    ctx:add("T08", "violated", ctx:fill("T08_person_turn", { a = ctx:name(i), b = ctx:name(j) }), { i, j })
    return true
  end
  local x, y = ctx:value(i), ctx:value(j)
  if not (x and y) or x == 0 or y == 0 or exact.compare(x, y) == 0 then return false end
  local ratio = exact.compare(x, y) > 0 and exact.div(x, y) or exact.div(y, x)
  if (a.scaled or b.scaled) and (ratio == 1000 or ratio == 1000000) then
    ctx:add("T08", "violated", ctx:fill("T08_scale", { a = ctx:name(i), b = ctx:name(j) }), { i, j }, {
      inferred = r.inferred or false,
    })
  end
  return false
end

-- Whether two values can be one quantity told wrongly at all: near each other, or many digits and a slip.
-- Where they cannot, the words are alike but the quantities are not.
local function is_plausible(ctx, i, j)
  local x, y = ctx:value(i), ctx:value(j)
  if not (x and y) or exact.compare(x, 0) <= 0 or exact.compare(y, 0) <= 0 then return true end
  if exact.compare(x, y) < 0 then x, y = y, x end
  if exact.compare(exact.div(x, y), FAR) <= 0 then return true end
  return exact.compare(x, MANY_DIGITS) >= 0 and slip.between(ctx.figures[i], ctx.figures[j]) ~= nil
end

--- F17: mentions of one quantity overlap; T04 when one of them is the headline or a caption.
function mentions.relations.same(ctx, r)
  local i, j = r.figures[1], r.figures[2]
  local a, b = rates.side(ctx, i), rates.side(ctx, j)
  if not a or not b or not r.inferred and judge_words(ctx, r, i, j) then return end
  local fits = function(x, y) return interval.meets(x, y, ctx:whole { i, j }) end
  local verdict = interval.verdict(fits, { a[1], b[1] }, { a[2], b[2] })
  if r.inferred and verdict ~= "ok" then return end
  if verdict == "violated" and not is_plausible(ctx, i, j) then return end
  local check = (r.how == "headline" or r.how == "caption") and "T04" or "F17"
  local values = { a = ctx:name(i), b = ctx:name(j), label = label_of(ctx.figures[i]) }
  local key
  if check == "T04" then
    key = verdict == "ok" and "T04_ok" or "T04_" .. r.how
  else
    key = verdict == "ok" and "F17" or verdict == "doubtful" and "F17_doubt" or "F17_fails"
  end
  local difference = a[3] and b[3] and exact.number(exact.sub(b[3], a[3])) or nil
  local one = ctx:add(check, verdict, ctx:fill(key, values), { i, j }, {
    inferred = r.inferred or false, equation = values.a .. " = " .. values.b, difference = difference,
  })
  if check == "T04" and verdict == "ok" then ctx.agreeing[#ctx.agreeing + 1] = one end
end

-- A headline that agrees with the total in the text, but the parts of that total do not.
local function judge_headlines(ctx)
  local failed = {}
  for relation, judged in pairs(ctx.judged) do
    if judged.verdict == "violated" then failed[relation.whole] = { relation, judged } end
  end
  for _, one in ipairs(ctx.agreeing) do
    local found = failed[one.figures[1]] or failed[one.figures[2]]
    if found then
      local parts = found[1].parts
      one.verdict, one.inferred = "violated", false -- the sum is none that only numbers suggest
      one.difference, one.equation = found[2].difference, found[2].equation
      one.figures = ctx.gather(one.figures, parts)
      one.message = ctx:fill("T04_sum", {
        equation = one.equation, stated = ctx:name(one.figures[1]), computed = ctx:range((ctx:sum(parts))),
      })
    end
  end
end

--- F18: as many are listed as were announced; at most as many when the list is open.
function mentions.relations.list(ctx, r)
  local stated = rates.side(ctx, r.figure)
  local count = r.count or r.items and #r.items
  if not stated or not count then return end
  local listed = interval.point(count)
  local fits = r.closed == false and interval.at_most or interval.meets
  local verdict = interval.verdict(fits, { listed, stated[1] }, { listed, stated[2] })
  if r.inferred and verdict ~= "ok" then return end
  local items = {}
  for k, item in ipairs(r.items or {}) do
    if k <= LISTED then items[k] = item end
  end
  if #(r.items or {}) > LISTED then items[LISTED + 1] = "…" end
  local message = ctx:fill(verdict == "ok" and "F18" or "F18_fails", {
    n = ctx:name(r.figure), count = count, items = table.concat(items, "; "),
  })
  ctx:add("F18", verdict, message, { r.figure }, {
    inferred = r.inferred or false, difference = stated[3] and exact.number(exact.sub(count, stated[3])) or nil,
  })
end

-- Labels as one text, and how many there are.
local function key_of(by, without)
  local names = {}
  for name in pairs(by) do
    if name ~= without then names[#names + 1] = name end
  end
  table.sort(names)
  for k, name in ipairs(names) do names[k] = name .. "=" .. by[name] end
  return table.concat(names, ";"), #names
end

local function comparable(figure)
  return figure.value and figure.unit and interval.is_whole(figure) and not figure.delta and not figure.per
    and not figure.rest and not figure.other and figure.by
end

-- "organizations" is said of what "mass organizations" names.
local function same_noun(a, b)
  a, b = (a.noun or ""):lower(), (b.noun or ""):lower()
  return a == b or #b > 0 and a:sub(-#b) == b or #a > 0 and b:sub(-#a) == a or #b > 0 and b:sub(1, #a) == a
    or #a > 0 and a:sub(1, #b) == b
end

-- For each figure, the last one before it of the same kind that has one label less.
local function wider_classes(figures)
  local last, pairs_found = {}, {}
  for i, figure in ipairs(figures) do
    if comparable(figure) then
      local group = table.concat({ figure.unit, figure.place or "", figure.as_of or "", figure.from or "",
        figure.to or "", figure.label or "" }, "|") .. "|"
      for name in pairs(figure.by) do
        local j = last[group .. key_of(figure.by, name)]
        if j and same_noun(figure, figures[j]) then pairs_found[#pairs_found + 1] = { j, i } end
      end
      last[group .. key_of(figure.by)] = i
    end
  end
  return pairs_found
end

-- Whether the labels of one class are among those of another that has more.
local function is_narrower(part, whole)
  local more = false
  for name, code in pairs(part.by or {}) do
    local other = (whole.by or {})[name]
    if other and other ~= code then return false end
    more = more or not other
  end
  for name in pairs(whole.by or {}) do
    if not (part.by or {})[name] then return false end
  end
  return more
end

local function fits_in(ctx, i, j)
  local part, whole = rates.side(ctx, i), rates.side(ctx, j)
  if not part or not whole then return "unknown" end
  return interval.verdict(interval.at_most, { part[1], whole[1] }, { part[2], whole[2] })
end

-- Classes that sums hold: for each figure, the wider class above it.
local function classes_of_sums(ctx)
  local above, together = {}, {}
  for _, r in ipairs(ctx.report.relations) do
    if r.kind == "sum" and not r.inferred then
      for _, i in ipairs(r.parts) do
        together[r.whole .. ":" .. i] = true
        if is_narrower(ctx.figures[i], ctx.figures[r.whole]) and fits_in(ctx, i, r.whole) == "ok" then
          above[i] = above[i] or r.whole
        end
      end
    end
  end
  return above, together
end

-- Classes that labels name, away from any sum: told only when one is too large.
local function judge_classes(ctx, together)
  for _, pair in ipairs(wider_classes(ctx.figures)) do
    local j, i = pair[1], pair[2]
    local figure = ctx.figures[i]
    if not together[j .. ":" .. i] and (figure.as_of or figure.to) and fits_in(ctx, i, j) == "violated" then
      ctx:add("F22", "violated", ctx:fill("F22_fails", { part = ctx:name(i), whole = ctx:name(j) }), ctx.gather(j, i), {
        equation = ctx:name(i) .. " ≤ " .. ctx:name(j),
        difference = exact.number(exact.sub(ctx:value(i), ctx:value(j))),
      })
    end
  end
end

--- F22: along level and category, no class is larger than the one that holds it. Chains of three and
-- more that hold are told.
function mentions.report(ctx)
  local above, together = classes_of_sums(ctx)
  judge_classes(ctx, together)
  local is_above, ends = {}, {}
  for _, j in pairs(above) do is_above[j] = true end
  for i in pairs(above) do
    if not is_above[i] then ends[#ends + 1] = i end
  end
  table.sort(ends)
  for _, i in ipairs(ends) do
    local chain, names = { i }, { ctx:name(i) }
    while above[chain[#chain]] do
      chain[#chain + 1] = above[chain[#chain]]
      names[#names + 1] = ctx:name(chain[#chain])
    end
    if #chain > 2 then
      local equation = table.concat(names, " ≤ ")
      ctx:add("F22", "ok", ctx:fill("F22", { equation = equation }), ctx.gather(chain), { equation = equation })
    end
  end
  judge_headlines(ctx)
  mentions.congresses(ctx)
end

--- F24: so many congresses can have been held since the founding, and no term is too long.
function mentions.congresses(ctx)
  local shortest = ctx.shortest_term or SHORTEST_TERM
  for _, one in ipairs(ctx.report.ordinals or {}) do
    local year = one.year or one.from
    local values = { n = one.n, noun = one.noun, year = year, founded = one.founded, from = one.from, to = one.to }
    if one.n and year and one.founded and year >= one.founded then
      values.most = (year - one.founded) // shortest + 1
      local possible = one.n <= values.most
      ctx:add("F24", possible and "ok" or "violated", ctx:fill(possible and "F24" or "F24_fails", values), {}, {
        sentence = one.sentence, first = one.first, last = one.last,
      })
    end
    if one.from and one.to and (one.noun == "term" or one.noun == "congress") then
      values.years = one.to - one.from
      if values.years > LONGEST_TERM or values.years < 1 then
        ctx:add("F24", "violated", ctx:fill("F24_term_fails", values), {}, {
          sentence = one.sentence, first = one.first, last = one.last,
        })
      end
    end
  end
end

return mentions
