--- How figures, names and references are written: T03, T05, T06, T07.
-- @module orgstat.report.check.writing

local exact = require "orgstat.report.exact"
local known_documents = require "orgstat.report.check.legal"
local say = require "orgstat.report.say"

local writing = {}

local NAMED = 5 -- figures named in a note

-- Units of what is no stock or flow by itself.
local TIMELESS = {
  percent = true, percentage_point = true, per_100k = true, score = true, m2 = true, hour = true, year = true,
}

-- T03: a number whose grouping is broken, or that can be read in two ways.
local function broken_numbers(ctx)
  for i, figure in ipairs(ctx.figures) do
    if figure.value == nil and (figure.broken or figure.ambiguous or figure.readings) then
      local readings = {}
      for k, reading in ipairs(figure.readings or {}) do readings[k] = say.number(exact.of(reading), ctx.lang) end
      local broken = figure.broken or not figure.ambiguous
      local key = #readings == 0 and "T03" or broken and "T03_readings" or "T03_ambiguous"
      ctx:add("T03", broken and "violated" or "doubtful", ctx:fill(key, {
        written = figure.written, readings = ctx:join(readings, ctx.phrases.or_word),
      }), { i })
    end
  end
end

-- T05: one note for all figures that have neither date nor period.
local function undated(ctx)
  local list, names, seen = {}, {}, {}
  for i, figure in ipairs(ctx.figures) do
    local dated = figure.as_of or figure.from or figure.to
    if not dated and not TIMELESS[figure.unit] and not figure.per and (figure.value or figure.lo) then
      list[#list + 1] = i
      local name = ctx:name(i)
      if not seen[name] then
        seen[name] = true
        names[#names + 1] = name
      end
    end
  end
  if #list == 0 then return end
  local more = #names - NAMED
  local text = more > 0 and table.concat(names, ", ", 1, NAMED) .. ", … (+" .. more .. ")" or ctx:join(names)
  ctx:add("T05", "violated", ctx:fill("T05", { figures = text }), list)
end

-- Words that do not tell two bodies apart.
local IDLE = {}
for word in ([[the a an of for and in to s province provincial vietnam viet nam
  provinsi indonesia dan untuk di yang tỉnh việt nam và các của]]):gmatch "%S+" do IDLE[word] = true end

local function name_key(name)
  local kept = {}
  for word in name:lower():gsub("[%p]", " "):gsub("’", " "):gmatch "%S+" do
    if not IDLE[word] then kept[#kept + 1] = word:gsub("s$", "") end
  end
  return #kept > 1 and table.concat(kept, " ") or nil
end

-- T06: names that differ in idle words only.
local function name_variants(ctx)
  local groups, order = {}, {}
  for _, body in ipairs(ctx.report.organisations or {}) do
    local key = body.name and name_key(body.name)
    if key then
      if not groups[key] then
        groups[key] = { first = body.first, last = body.last, sentence = body.sentence }
        order[#order + 1] = key
      end
      local group = groups[key]
      if not group[body.name] then
        group[body.name] = true
        group[#group + 1] = body.name
      end
    end
  end
  for _, key in ipairs(order) do
    local group = groups[key]
    if #group > 1 then
      ctx:add("T06", "violated", ctx:fill("T06", { names = table.concat(group, "; ") }), {}, {
        sentence = group.sentence, first = group.first, last = group.last,
      })
    end
  end
end

local function plain_number(document) return tonumber((tostring(document.number or ""):match "^%d+")) end

local function is_politburo(issuer)
  issuer = issuer:lower()
  return issuer:find("politburo", 1, true) or issuer:find("politbiro", 1, true) or issuer:find("bộ chính trị", 1, true)
    or issuer:find("tw", 1, true)
end

-- What does not fit what is known of a document; nil when all does.
local function misfit(ctx, document, known, day)
  if known.issuer == "politburo" and document.issuer and not is_politburo(document.issuer) then
    return ctx:fill("T07_known", { known = "Politburo, " .. known.date })
  elseif known.term and document.term and document.term ~= known.term then
    return ctx:fill("T07_known", { known = "XI" })
  elseif known.issuer and document.year and tostring(document.year) ~= known.date:sub(1, 4) then
    return ctx:fill("T07_known", { known = known.date })
  elseif day and known.from and day < known.from:sub(1, #day) then
    return ctx:fill("T07_not_yet", { date = known.from })
  elseif day and known.over and day >= known.over:sub(1, #day) and #day >= 7 then
    return ctx:fill("T07_over", { date = known.over })
  end
end

local function fits(document, known)
  if document.kind ~= known.kind or plain_number(document) ~= known.number then return false end
  return not known.year or tonumber(document.year) == known.year
end

-- T07: references against the known list, and against each other.
local function references(ctx)
  local issuers, told = {}, {}
  for _, document in ipairs(ctx.report.documents or {}) do
    local why
    for _, known in ipairs(known_documents) do
      if fits(document, known) then why = why or misfit(ctx, document, known, ctx.report.date) end
    end
    local number = tostring(document.number or "")
    local key = (document.kind or "") .. " " .. number .. " " .. (document.year or "")
    local issuer = document.issuer and document.issuer:lower()
    if issuer and issuers[key] and issuers[key]:lower() ~= issuer then
      why = why or ctx:fill("T07_issuer", { a = ctx:join { issuers[key], document.issuer } })
    end
    issuers[key] = issuers[key] or document.issuer
    local name = document.written or (document.kind .. " " .. number)
    if why and not told[key .. why] then
      told[key .. why] = true
      ctx:add("T07", "violated", ctx:fill("T07", { document = name, why = why }), {}, {
        sentence = document.sentence, first = document.first, last = document.last,
      })
    end
  end
end

--- T03, T05, T06 and T07 for a whole report.
function writing.report(ctx)
  broken_numbers(ctx)
  undated(ctx)
  name_variants(ctx)
  references(ctx)
end

return writing
