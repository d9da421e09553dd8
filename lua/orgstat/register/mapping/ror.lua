--- Research organisations (ROR), releases of schema 1 and 2, as JSON gives them: lists stay text of JSON.
--
-- `name` is the one that ROR displays. Several values of one kind are joined by "; ". Of several places
-- the first counts.
-- @module orgstat.register.mapping.ror

local errors = require "orgstat.register.errors"

-- The list in a text of JSON; empty when there is none.
local function list_of(text)
  if not text then
    return {}
  end
  local there, dkjson = pcall(require, "dkjson")
  if not there then
    error(errors.details { code = "no_module", text = "dkjson",
      advice = "install lua-dkjson (luarocks install dkjson)" },
      0)
  end
  local value = dkjson.decode(text)
  return type(value) == "table" and value or {}
end

local function joined(list)
  return #list > 0 and table.concat(list, "; ") or nil
end

-- A list of texts.
local function texts(text)
  local list = {}
  for _, one in ipairs(list_of(text)) do
    list[#list + 1] = type(one) == "string" and one or nil
  end
  return joined(list)
end

local function has(list, value)
  for _, one in ipairs(list or {}) do
    if one == value then
      return true
    end
  end
  return false
end

-- The names of schema 2 that have a type, and not another one.
local function names(kind, other)
  return function(text)
    local list = {}
    for _, one in ipairs(list_of(text)) do
      if has(one.types, kind) and not (other and has(one.types, other)) then
        list[#list + 1] = one.value
      end
    end
    return joined(list)
  end
end

local function labels(text)
  local list = {}
  for _, one in ipairs(list_of(text)) do
    list[#list + 1] = one.label
  end
  return joined(list)
end

local function language(text)
  for _, one in ipairs(list_of(text)) do
    if has(one.types, "ror_display") then
      return type(one.lang) == "string" and one.lang or nil
    end
  end
end

local function place(key)
  return function(text)
    local first = list_of(text)[1]
    return first and first.geonames_details and first.geonames_details[key] or nil
  end
end

local function link(kind)
  return function(text)
    for _, one in ipairs(list_of(text)) do
      if one.type == kind then
        return one.value
      end
    end
  end
end

-- The identifier of a type that is preferred, or the first.
local function external(kind)
  return function(text)
    for _, one in ipairs(list_of(text)) do
      if one.type == kind then
        return type(one.preferred) == "string" and one.preferred or one.all and one.all[1] or nil
      end
    end
  end
end

local function parent(text)
  for _, one in ipairs(list_of(text)) do
    if type(one.type) == "string" and one.type:lower() == "parent" then
      return one.id
    end
  end
end

-- Withdrawn records stay in the file: they were never organisations, or are others.
local STATUS = { active = "active", inactive = "inactive", withdrawn = "removed" }

local function lower(text)
  local value = texts(text)
  return value and value:lower()
end

return {
  name = "ror",
  title = "Research Organization Registry",
  forms = {
    {
      title = "Research Organization Registry, schema 2",
      header = { "id", "names", "locations", "status", "types", "established", "external_ids" },
      fields = {
        { "id", "id", type = "text" }, { "name", "names", with = names "ror_display", type = "text" },
        { "name.alias", "names", with = names "alias", type = "text" },
        { "name.acronym", "names", with = names "acronym", type = "text" },
        { "name.foreign", "names", with = names("label", "ror_display"), type = "text" },
        { "language", "names", with = language, type = "text" },
        { "identifier.ROR", "id", type = "text" },
        { "identifier.ISNI", "external_ids", with = external "isni", type = "text" },
        { "identifier.WIKIDATA", "external_ids", with = external "wikidata", type = "text" },
        { "identifier.GRID", "external_ids", with = external "grid", type = "text" },
        { "org_kinds", "types", with = lower, type = "text" }, { "status", "status", codes = STATUS, type = "text" },
        { "founded_on", "established", type = "date" },
        { "area_code", "locations", with = place "country_code", type = "text" },
        { "seat", "locations", with = place "name", type = "text" },
        { "website", "links", with = link "website", type = "text" },
        { "parent_id", "relationships", with = parent, type = "text" },
      },
    },
    {
      title = "Research Organization Registry, schema 1",
      header = { "id", "name", "aliases", "acronyms", "labels", "status", "types", "established",
        "country.country_code" },
      fields = {
        { "id", "id", type = "text" }, { "name", "name", type = "text" },
        { "name.alias", "aliases", with = texts, type = "text" },
        { "name.acronym", "acronyms", with = texts, type = "text" },
        { "name.foreign", "labels", with = labels, type = "text" },
        { "identifier.ROR", "id", type = "text" },
        { "identifier.ISNI", "external_ids.ISNI.all", with = function(text)
          return text and (list_of(text)[1] or not text:find("^%[") and text) or nil
        end, type = "text" },
        { "identifier.WIKIDATA", "external_ids.Wikidata.all", with = function(text)
          return text and (list_of(text)[1] or not text:find("^%[") and text) or nil
        end, type = "text" },
        { "identifier.GRID", "external_ids.GRID.preferred", type = "text" },
        { "org_kinds", "types", with = lower, type = "text" }, { "status", "status", codes = STATUS, type = "text" },
        { "founded_on", "established", type = "date" },
        { "area_code", "country.country_code", type = "text" },
        { "website", "links", with = function(text) return list_of(text)[1] end, type = "text" },
        { "parent_id", "relationships", with = parent, type = "text" },
      },
    },
  },
}
