--- From a file to a report: blocks, sentences, and what each of them gives.
-- @module orgstat.report.reader

local document = require "orgstat.report.document"
local dollar = require "orgstat.report.dollar"
local errors = require "orgstat.register.errors"
local figures = require "orgstat.report.figures"
local furniture = require "orgstat.report.furniture"
local html = require "orgstat.report.html"
local language = require "orgstat.report.language"
local lexicon = require "orgstat.report.lexicon"
local methods = require "orgstat.report.methods"
local names = require "orgstat.report.names"
local number = require "orgstat.report.number"
local plain = require "orgstat.report.plain"
local relation = require "orgstat.report.relation"
local sentence = require "orgstat.report.sentence"
local tables = require "orgstat.report.tables"
local token = require "orgstat.report.token"

local reader = {}

local find, sub, match, gsub, lower = string.find, string.sub, string.match, string.gsub, string.lower

-- Web addresses are no text: their digits count nothing.
local function hide_addresses(text)
  if not find(text, "://", 1, true) and not find(text, "www.", 1, true) and not find(text, "@", 1, true)
    and not find(text, "doi", 1, true) then
    return text
  end
  local function blank(address) return (gsub(address, "[%w]", "x")) end
  text = gsub(text, "%a+://[^%s)%]]+", blank)
  text = gsub(text, "doi:%s*%S+", blank)
  text = gsub(text, "www%.[^%s)%]]+", blank)
  return (gsub(text, "[%w._-]+@[%w.-]+", blank))
end

local function read_sentence(state, block, text, offset, at_start)
  local report = state.report
  local count = report.sentence_count + 1
  report.sentence_count = count
  local map = block.map
  state.firsts[count], state.lasts[count] = map:first(offset), map:last(offset + #text - 1)
  state.zones[count] = block.zone
  if find(text, "doi", 1, true) and find(text, "doi:? ?10%.") then return end -- a reference
  local s = state.sentence
  local counts, named = token.split(s, state.lexicon, hide_addresses(text))
  if not counts then
    if named then names.find(state, token.join(s), map, offset, count) end
    return
  end
  token.join(s)
  state.at_start = at_start
  document.find(state, s, map, offset, count)
  names.find(state, s, map, offset, count)
  figures.read(state, block, s, map, offset, count)
end

local function read_block(state, block)
  if block.zone == "table" then
    tables.read(state, block, read_sentence)
    return
  end
  local text = block.text
  local report = state.report
  local why = furniture.is(state.furniture, text, block.zone)
  if why then
    report.sentence_count = report.sentence_count + 1
    local n = report.sentence_count
    state.firsts[n], state.lasts[n], state.zones[n] = block.map:first(1), block.map:last(#text), "furniture"
    reader.meta(state, text, why)
    tables.caption(state, text, state.furniture.items)
    return
  end
  if not state.titled then
    state.titled = true
    if block.zone == "headline" or #text < 250 and not find(text, "[.!?;:]%s*$") and block.zone == "body" then
      if block.zone ~= "headline" then block.zone = "title" end
      report.title = report.title or match(text, "^%s*(.-)%s*$")
      block.zone = "title"
    end
  elseif block.zone == "body" and #text < 120 and not find(text, "[.!?;:,]%s*$") and not find(text, "^%s*%l") then
    block.zone = "headline"
  end
  reader.meta(state, text)
  tables.caption(state, text, state.furniture.items)
  relation.block(state, block)
  local at_start = true
  for first, last in sentence.each(text) do
    read_sentence(state, block, sub(text, first, last), first, at_start)
    at_start = false
  end
end

--- Notes what a line says of the report itself: where it is from, and of which day.
function reader.meta(state, text, why)
  local report = state.report
  if #text > 300 then return end
  if not report.url then
    local url = match(text, "https?://[^%s<>\"']+")
    if url then
      local s = token.read(state.sentence, state.lexicon, sub(text, 1, 60))
      if s.entry[1].source_words or why == "source" or why == "link" then report.url = gsub(url, "[.,;)]+$", "") end
    end
  end
  if not report.date and report.sentence_count < 12 and #text < 120 then
    local y, m, d = match(text, "(%d%d%d%d)-(%d%d)-(%d%d)")
    if not y then
      d, m, y = match(text, "%f[%d](%d%d?)[/.-](%d%d?)[/.-](%d%d%d%d)%f[%D]")
    end
    if not y and #text < 60 then
      local s = token.read(state.sentence, state.lexicon, text)
      for i = 1, s.n do
        local _, value = require("orgstat.report.date").at(s, i)
        if value and value.from and value.from == value.to and #value.from == 10 then
          report.date = value.from
          return
        end
      end
    elseif y then
      y, m, d = tonumber(y), tonumber(m), tonumber(d)
      if m >= 1 and m <= 12 and d >= 1 and d <= 31 and y > 1900 and y < 2100 and (why or #text < 60) then
        report.date = ("%04d-%02d-%02d"):format(y, m, d)
      end
    end
  end
end

local function format_of(raw, path, asked)
  if asked then return asked end
  local ending = path and lower(match(path, "%.([%w]+)$") or "")
  if ending == "html" or ending == "htm" or ending == "xhtml" then return "html" end
  local head = lower(sub(raw, 1, 4000))
  if find(head, "<!doctype html", 1, true) or find(head, "<html", 1, true) or find(head, "<body", 1, true)
    or find(head, "^%s*<[%a!][^>]*>") and find(head, "</%a+>") then
    return "html"
  end
  if ending == "md" or ending == "markdown" then return "markdown" end
  local sample = "\n" .. sub(raw, 1, 20000)
  if find(sample, "\n#+ %S") or find(sample, "\n[ \t]*|?[ \t:|]*%-%-%-[ \t:|-]*|") or find(sample,
    "%*%*[%w\x80-\xFF][^*\n]-%*%*") or find(sample, "%]%(https?://") then
    return "markdown"
  end
  return "plain"
end

local function read_file(path)
  local file, reason = io.open(path, "rb")
  if not file then
    return errors.fail { code = "open_failed", file = path, system = reason and gsub(reason, "^.-: ", "") }
  end
  local raw, why = file:read "a"
  file:close()
  if not raw then
    local directory = why and find(lower(why), "directory", 1, true)
    return errors.fail { code = directory and "is_directory" or "read_failed", file = path, system = why }
  end
  return raw
end

local function place_of(raw, at)
  local line, from = 1, 1
  while true do
    local stop = find(raw, "\n", from, true)
    if not stop or stop >= at then break end
    line, from = line + 1, stop + 1
  end
  return line, at - from + 1
end

local function refuse(raw, at, code, path)
  local line, column = place_of(raw, at)
  local text
  if code == "invalid_utf8" then text = sub(raw, at, at) end
  return errors.fail { code = code, file = path, line = line, column = column, byte = at, text = text,
    of_report = true }
end

local OPTIONS = { lang = "string", format = "string" }
local FORMATS = { plain = true, markdown = true, html = true }

local function check_arguments(source, opts)
  if type(source) == "table" then
    if type(source.text) ~= "string" then errors.raise("read: source.text must be a string, got %s",
      errors.kind(source.text)) end
  elseif type(source) ~= "string" then
    errors.raise("read: source must be a path or { text = ... }, got %s", errors.kind(source))
  end
  if opts ~= nil and type(opts) ~= "table" then errors.raise("read: opts must be a table, got %s", errors.kind(opts))
    end
  for name, value in pairs(opts or {}) do
    if not OPTIONS[name] then errors.raise("read: no option '%s' (options: format, lang)", tostring(name)) end
    if type(value) ~= OPTIONS[name] then errors.raise("read: %s must be a string, got %s", name, errors.kind(value))
      end
  end
  if opts and opts.lang and not language.grammar(opts.lang) then
    errors.raise("read: no language '%s' (languages: %s)", opts.lang, table.concat(language.names, ", "))
  end
  if opts and opts.format and not FORMATS[opts.format] then
    errors.raise("read: no format '%s' (formats: plain, markdown, html)", opts.format)
  end
end

--- Reads a report; see `orgstat.report.read`.
function reader.read(source, opts)
  check_arguments(source, opts)
  opts = opts or {}
  local path, raw
  if type(source) == "table" then
    raw, path = source.text, source.name
  else
    local why, details
    path = source
    raw, why, details = read_file(path)
    if not raw then return nil, why, details end
  end
  local nul = find(raw, "\0", 1, true)
  if nul then return refuse(raw, nul, "nul_byte", path) end
  local length, bad = utf8.len(raw)
  if not length then return refuse(raw, bad, "invalid_utf8", path) end

  local report = setmetatable({
    file = path, text = raw, figures = {}, relations = {}, organisations = {}, documents = {}, ordinals = {},
      notes = {},
    sentence_count = 0,
  }, methods)
  report.format = format_of(raw, path, opts.format)
  local function note(code, message, first) report.notes[#report.notes + 1] = { code = code, message = message,
    first = first } end
  if not find(raw, "%S", find(raw, "^\xEF\xBB\xBF") and 4 or 1) then
    note("empty", "the text is empty")
    return report
  end
  report.lang = opts.lang or language.detect(report.format == "html" and gsub(sub(raw, 1, 200000), "<[^>]*>", " ")
    or raw)
  if not report.lang then
    note("unknown_language", "the language is none of " .. table.concat(language.names, ", ")
      .. "; name one with lang")
    return report
  end
  local grammar = language.grammar(report.lang)
  local lex = lexicon.of(grammar)
  local style, spaced
  local state = {
    report = report, grammar = grammar, lexicon = lex, sentence = token.sentence(), furniture = furniture.new(lex),
    firsts = {}, lasts = {}, zones = {},
    hints = { style = function()
      if style == nil then style = number.style(raw) or false end
      return style or nil
    end, spaced = function()
      if spaced == nil then spaced = number.spaced(raw, grammar) end
      return spaced
    end },
  }
  methods.sentences(report, state)
  if report.format == "html" then
    local about = html.blocks(raw, function(block) read_block(state, block) end)
    report.title = about.title or report.title
    report.url, report.date = about.url or report.url, about.date or report.date
    if about.cut then note("html_cut", "the page ends inside a tag or comment", about.cut) end
    if about.hidden then note("html_open",
      "an element around the article is never closed; the text in it is left out", about.hidden) end
  else
    plain.blocks(raw, report.format == "markdown", function(block) read_block(state, block) end)
  end
  relation.finish(state)
  dollar.settle(report)
  names.finish(state)
  if #report.figures == 0 then note("no_figures", "the text holds no figures") end
  return report
end

return reader
