--- HTML as blocks, like those of `orgstat.report.plain`: what a reader sees of the page's article.
-- @module orgstat.report.html

local text = require "orgstat.report.text"

local html = {}

local find, sub, match, lower, gsub = string.find, string.sub, string.match, string.lower, string.gsub

local function set(words)
  local out = {}
  for word in words:gmatch "%S+" do out[word] = true end
  return out
end

-- Elements whose text is no part of the article, and those whose text is none at all.
local ASIDE = set "nav footer aside form button select noscript menu dialog label"
local RAW = set "script style template svg iframe textarea"
local BLOCK = set [[p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre figure
  figcaption table caption thead tbody tfoot tr td th br hr address details summary title center body head html footer
  nav aside form]]
local VOID = set "br hr img input meta link source wbr area base col embed param track"

-- Words of a class or id that mark what stands around an article.
local AROUND = "comment|related|share|sidebar|breadcrumb|navbar|nav-|menu|widget|footer|popular|trending|banner|advert"
  .. "|cookie|social|newsletter|pagination|recommend"
local function is_around(tag)
  local name = lower((match(tag, "[cC][lL][aA][sS][sS]%s*=%s*[\"']?([^\"'>]*)") or "") .. " " .. (match(tag,
    "%f[%w][iI][dD]%s*=%s*[\"']?([^\"'>]*)") or ""))
  if name == " " then return false end
  for word in AROUND:gmatch "[^|]+" do
    if find(name, word, 1, true) then return true end
  end
  return false
end

local NAMED = {
  amp = "&", lt = "<", gt = ">", quot = '"', apos = "'", nbsp = " ", ndash = "–", mdash = "—", hellip = "…",
    bull = "•", middot = "·",
  lsquo = "'", rsquo = "'", ldquo = '"', rdquo = '"', laquo = "«", raquo = "»", shy = "", thinsp = " ", ensp = " ",
    emsp = " ", times = "×",
  minus = "−", plusmn = "±", deg = "°", copy = "©", reg = "®", trade = "™", pound = "£", euro = "€", yen = "¥",
    cent = "¢", sup2 = "²", sup3 = "³",
  frac12 = "½", zwnj = "", zwj = "", dong = "₫", eth = "ð", ETH = "Ð",
}
do -- letters with accents: "agrave", "Ecirc"
  local core = require "orgstat.core"
  local marks = { grave = 0x300, acute = 0x301, circ = 0x302, tilde = 0x303, uml = 0x308, cedil = 0x327,
    ring = 0x30A, caron = 0x30C, breve = 0x306 }
  for name, point in pairs(marks) do
    for letter in ("aeiouyncszgdlrtAEIOUYNCSZGDLRT"):gmatch "." do
      local composed = core.nfc(letter .. utf8.char(point))
      if utf8.len(composed) == 1 then NAMED[letter .. name] = composed end
    end
  end
end

local function entity(name)
  if sub(name, 1, 1) == "#" then
    local point = match(name, "^#[xX](%x+)$")
    point = point and tonumber(point, 16) or tonumber(match(name, "^#(%d+)$") or "", 10)
    if not point or point == 0 or point > 0x10FFFF or point >= 0xD800 and point <= 0xDFFF then return nil end
    if point == 0xA0 or point >= 0x2000 and point <= 0x200A or point == 0x202F then return " " end
    if point == 0xAD or point >= 0x200B and point <= 0x200F then return "" end
    return utf8.char(point)
  end
  return NAMED[name]
end

-- Text between tags, with its entities and line ends, into a writer.
local function add_text(w, raw, first, last)
  local piece = sub(raw, first, last)
  local at = 1
  while true do
    local stop = find(piece, "[&\n\r\t]", at)
    if not stop then break end
    if stop > at then w:copy(first + at - 1, first + stop - 2) end
    if find(piece, "^&", stop) then
      local name, behind = match(piece, "^&(#?%w+);?()", stop)
      local value = name and entity(name)
      if value then
        local digits = value == " " and name ~= "#32" and find(piece, "^%d%d%d", behind) and not find(piece, "^%d",
          behind + 3) and stop > 1 and find(piece, "^%d", stop - 1)
        w:replace(digits and "\31" or value, first + stop - 1, first + behind - 2)
        at = behind
      else
        w:copy(first + stop - 1, first + stop - 1)
        at = stop + 1
      end
    else
      w:replace(" ", first + stop - 1, first + stop - 1)
      at = stop + 1
    end
  end
  if at <= #piece then w:copy(first + at - 1, last) end
end

--- Gives the blocks of a page one after the other.
-- @tparam string raw
-- @tparam function emit called with each block
-- @treturn table what the page says of itself: `title`, `url`, `date`, `lang`, `cut` (it ends inside a tag)
function html.blocks(raw, emit)
  local about = {}
  local writer = text.writers(raw)
  local size = #raw
  local w, zone, list, open_at
  local lists, in_title, hidden, depth, hidden_at = 0, false, nil, 0, nil
  local tables = {} -- open tables: { rows, row, cell, header }
  local headline, caption = nil, false
  local function flush()
    if w then
      local body = w:text()
      if find(body, "[^%s\31]") then
        if in_title then
          about.title = about.title or gsub(body, "^%s*(.-)%s*$", "%1")
        elseif not hidden then
          local t = tables[#tables]
          if t and t.cell then
            t.cell.pieces = (t.cell.pieces or 0) + 1
            if t.cell.pieces == 1 then t.cell.text, t.cell.map, t.cell.first = body, w, open_at
            else emit { zone = "body", text = body, map = w, first = open_at } end
          else
            emit { zone = zone or "body", text = body, map = w, list = list, first = open_at }
          end
        end
      end
      w = nil
    end
  end
  local function end_table()
    local t = tables[#tables]
    tables[#tables] = nil
    if t and #t.rows > 0 and not hidden then
      local width = 0
      for _, row in ipairs(t.rows) do width = math.max(width, #row) end
      if width > 1 and #t.rows > 1 then
        emit { zone = "table", rows = t.rows, first = t.first }
      else
        for _, row in ipairs(t.rows) do
          for _, cell in ipairs(row) do
            if cell.text ~= "" then emit { zone = "body", text = cell.text, map = cell.map, first = cell.first } end
          end
        end
      end
    end
  end
  local at = 1
  while at <= size do
    local open = find(raw, "<", at, true)
    local till = open and open - 1 or size
    if till >= at and (in_title or not hidden) then
      if not w and find(raw, "^%s*[^%s<]", at) then
        w, open_at = writer(), at
        zone = headline and "headline" or caption and "caption" or list and "list" or "body"
      end
      if w then add_text(w, raw, at, till) end
    end
    if not open then break end
    local closing, name = match(raw, "^<(/?)([%a][%w]*)", open)
    local close
    if find(raw, "^<!%-%-", open) then
      close = select(2, find(raw, "-->", open + 4, true))
    elseif name then
      local quoted = match(raw, "^<[^\"'<>]*()", open)
      if find(raw, "^>", quoted) then
        close = quoted
      else
        close = match(raw, "^<[^<>\"']*()>", open)
        local from = open + 1
        while not close do
          local stop = find(raw, "[\"'>]", from)
          if not stop then break end
          if find(raw, "^>", stop) then close = stop break end
          local quote = sub(raw, stop, stop)
          from = find(raw, quote, stop + 1, true)
          if not from then break end
          from = from + 1
        end
      end
    elseif find(raw, "^<[!?]", open) then
      close = find(raw, ">", open, true)
    else
      if not hidden then
        w = w or writer()
        w:copy(open, open)
      end
      at = open + 1
      goto continue
    end
    if not close then
      about.cut = open
      break
    end
    at = close + 1
    if name then
      name = lower(name)
      local tag = sub(raw, open, math.min(close, open + 2000))
      if BLOCK[name] then flush() elseif (name == "a" or name == "span" or name == "img") and w then
        -- inline elements do not part words
        name = name
      end
      if closing == "" then
        if RAW[name] and not find(tag, "/>$") then
          flush()
          local stop, behind = find(raw, "</" .. name:gsub("%a", function(c) return "[" .. c .. c:upper()
            .. "]" end), at)
          if not stop then
            about.cut = open
            break
          end
          at = (find(raw, ">", behind, true) or size) + 1
        elseif hidden then
          if name == hidden and not VOID[name] then depth = depth + 1 end
        elseif (ASIDE[name] or (name == "div" or name == "ul" or name == "section" or name == "ol" or name == "p")
          and is_around(tag)) and not VOID[name] and not find(tag, "/>$") then
          flush()
          hidden, depth, hidden_at = name, 1, open
        elseif name == "title" then
          in_title = true
        elseif name == "html" then
          about.lang = match(tag, "lang%s*=%s*[\"']?(%a+)")
        elseif name == "meta" then
          local key = match(tag, "property%s*=%s*[\"']([^\"']*)") or match(tag, "name%s*=%s*[\"']([^\"']*)")
            or match(tag, "itemprop%s*=%s*[\"']([^\"']*)")
          local value = match(tag, 'content%s*=%s*"([^"]*)"') or match(tag, "content%s*=%s*'([^']*)'")
          if key and value then
            key = lower(key)
            if key == "og:url" then about.url = about.url or value
            elseif key == "article:published_time" or key == "datepublished" or key == "date" or key == "pubdate" then
              about.date = about.date or match(value, "^%d%d%d%d%-%d%d%-%d%d")
            end
          end
        elseif name == "link" and find(lower(tag), "canonical", 1, true) then
          about.url = match(tag, "href%s*=%s*[\"']([^\"']*)") or about.url
        elseif match(name, "^h[1-6]$") then headline = name
        elseif name == "figcaption" or name == "caption" then caption = true
        elseif name == "ul" or name == "ol" then lists = lists + 1
        elseif name == "li" then list = lists
        elseif name == "table" then tables[#tables + 1] = { rows = {}, first = open }
        elseif name == "tr" and #tables > 0 then
          local t = tables[#tables]
          t.row = {}
          t.cell = nil
          t.rows[#t.rows + 1] = t.row
        elseif (name == "td" or name == "th") and #tables > 0 and tables[#tables].row then
          local t = tables[#tables]
          t.cell = { text = "", map = writer(), first = open, last = open - 1, header = name == "th" }
          t.row[#t.row + 1] = t.cell
          for _ = 2, math.min(tonumber(match(tag, "colspan%s*=%s*[\"']?(%d+)") or "1"), 100) do
            t.row[#t.row + 1] = { text = "", map = writer(), first = open, last = open - 1, header = name == "th" }
          end
        end
      else
        if hidden then
          if name == hidden then
            depth = depth - 1
            if depth == 0 then hidden = nil end
          end
        elseif name == "title" then in_title = false
        elseif name == headline then headline = nil
        elseif name == "figcaption" or name == "caption" then caption = false
        elseif name == "li" or name == "ul" or name == "ol" then list = nil
        elseif name == "td" or name == "th" then
          if #tables > 0 then tables[#tables].cell = nil end
        elseif name == "table" then end_table()
        end
      end
    end
    ::continue::
  end
  flush()
  while #tables > 0 do end_table() end
  if hidden then about.hidden = hidden_at end
  return about
end

--- Some bytes of a page as a reader sees them: without tags, with what entities stand for.
-- @tparam string piece
-- @treturn string cells of a table stand apart
function html.visible(piece)
  piece = gsub(piece, "<(/?)([%w!]*)[^>]*>", function(slash, name)
    name = lower(name)
    if (name == "td" or name == "th") and slash == "/" then return " | " end
    return BLOCK[name] and " " or ""
  end)
  return (gsub(piece, "&(#?%w+);?", entity))
end

return html
