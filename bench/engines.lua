-- What is measured: orgstat first, then its peers. `command` is a shell command that takes the arguments
-- MODE FILE THREADS REPEATS and is started in the root of the checkout; `probe` is one that succeeds where the
-- peer is installed; `slow` ones run a task once a process; `note` states the handicap.
local function node(package)
  return ("command -v node >/dev/null && test -d bench/node_modules/%s"):format(package)
end

return {
  {
    name = "orgstat", command = "lua5.4 bench/peers/orgstat.lua", modes = { "scan", "loaded" },
    note = "in a bare lua5.4; decimals exact; each group comes out as a register and is walked into Lua values",
  },
  {
    name = "ClickHouse",
    command = "LD_LIBRARY_PATH=bench/node_modules/@chdb/lib-linux-x64-gnu build/bench/clickhouse",
    probe = "test -x build/bench/clickhouse && test -d bench/node_modules/@chdb", modes = { "scan", "loaded" },
    note = "chdb in a C program; a Memory table with the inferred types (Nullable, decimals as Float64, founded_on as "
      .. "DateTime64); the library alone keeps some 220 MB in memory; dropping the former table is not "
      .. "in the time of a load",
  },
  {
    name = "DuckDB", command = "node bench/peers/duckdb.js", probe = node "@duckdb/node-api",
    modes = { "scan", "loaded" },
    note = "in Node (some 110 MB of base memory); an in-memory table; types from its sniffer, decimals as DOUBLE; each "
      .. "scan sniffs again, as each of orgstat's samples again",
  },
  {
    name = "polars", command = "node bench/peers/polars.js", probe = node "nodejs-polars", modes = { "scan", "loaded" },
    note = "nodejs-polars, in Node, synchronous calls; the scan is lazy, so that it reads three columns; decimals as "
      .. "Float64; the Node binding lags behind the Python one in versions",
  },
  {
    name = "data.table", command = "Rscript --vanilla bench/peers/datatable.R",
    probe = "Rscript --vanilla -e 'library(data.table)'", modes = { "scan", "loaded" },
    note = "in R; the scan is fread of the three columns, then the group; decimals as doubles",
  },
  {
    name = "pandas", command = "/usr/bin/python3 -P bench/peers/pandas.py",
    probe = "/usr/bin/python3 -P -c 'import pandas'",
    modes = { "scan", "loaded" }, slow = true,
    note = "Debian's, so an older one; one thread; strings as Python objects; founded_on parsed since it was named",
  },
  {
    name = "SQLite", command = "lua5.4 bench/peers/sqlite.lua", probe = "command -v sqlite3",
    modes = { "scan", "loaded" }, slow = true,
    note = "its shell, in memory, one thread; types were declared, founded_on stays text; no median; its scan is an "
      .. "import of all columns, since it has no other way; peak memory is that of the whole run",
  },
  {
    name = "Miller", command = "lua5.4 bench/peers/miller.lua", probe = "command -v mlr && test -x /usr/bin/time",
    modes = { "scan" }, slow = true,
    note = "a command: its start-up of some 10 ms is in the time; it infers types value by value and holds no data",
  },
  {
    name = "plain Lua", command = "lua5.4 bench/peers/lualoop.lua", modes = { "scan" }, slow = true,
    note = "a loop over io.lines, written for this very file: it knows the positions of the fields, and that no "
      .. "name holds a quote or a line end",
  },
}
