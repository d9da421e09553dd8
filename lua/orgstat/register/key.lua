--- Keys of names: what is the same however it is written.
--
-- `exact` is the text in Unicode's composed form (NFC), with single spaces and without letter case.
-- `tone` is that with every Vietnamese tone mark placed by one style ("Hòa" and "Hoà"), i for y where
-- one of them is the whole rime ("tỷ" and "tỉ"), and spaces for hyphens and slashes. `fold` is that
-- without diacritics, and d for đ: it finds candidates, and joins words that differ ("hội", "hồi").
-- @module orgstat.register.key

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local options = require "orgstat.register.options"

local key = {}

-- What a key ignores, as the core counts it.
local CASE, HYPHENS, TONES, MARKS = 1, 2, 4, 8

--- The kinds of keys, the strictest first.
key.KINDS = { "exact", "tone", "fold" }

local IGNORED = { exact = CASE, tone = CASE | HYPHENS | TONES, fold = CASE | HYPHENS | TONES | MARKS }

--- Raises unless a value is a kind of key.
-- @param value any
-- @tparam string where what was called and which argument, for the message
key.check = options.one_of(key.KINDS)

--- The key of a text.
-- @function orgstat.key
-- @tparam string text
-- @tparam string kind "exact", "tone" or "fold"
-- @treturn string
-- @raise when the text is not UTF-8, and on an unknown kind
-- @usage orgstat.key("Khánh  HÒA", "tone") == orgstat.key("Khánh Hoà", "tone")
function key.of(text, kind)
  if type(text) ~= "string" then
    errors.raise("key: text is expected, got %s", errors.kind(text))
  end
  key.check(kind, "key: kind")
  local result = core.name_key(text, IGNORED[kind])
  if not result then
    errors.raise("key: %s is not UTF-8", errors.quote(text))
  end
  return result
end

--- The keys of a field of texts.
-- @tparam register reg ready
-- @tparam integer c
-- @tparam string kind
-- @treturn register of this one field
function key.column(reg, c, kind)
  return core.name_keys(reg, c, IGNORED[kind])
end

local function same(a, b, ignored)
  return core.name_key(a, ignored) == core.name_key(b, ignored)
end

-- What stands between the words of a text.
local function gaps(text)
  return (text:gsub("[^%s/%-]+", "."))
end

--- How two texts differ that are not the same.
-- @tparam string a
-- @tparam string b
-- @treturn string "tone": in the place of tone marks, or i for y, whatever their case and spaces;
-- "fold": in diacritics, too; "exact": in anything else
-- @treturn ?string with "exact", where it is less than that: "case" when letter case is all, "spacing"
-- when spaces, hyphens, slashes or the Unicode form are, or "case and spacing"
function key.difference(a, b)
  if same(a, b, HYPHENS) then
    return "exact", "spacing"
  elseif same(a, b, HYPHENS | CASE) then
    return "exact", gaps(a) == gaps(b) and "case" or "case and spacing"
  elseif same(a, b, IGNORED.tone) then
    return "tone"
  elseif same(a, b, IGNORED.fold) then
    return "fold"
  end
  return "exact"
end

return key
