// DuckDB loading JSON Lines: `PEER FILE THREADS REPEATS`; see bench/json.lua.
const { DuckDBInstance } = require("@duckdb/node-api");
const meter = require("../meter.js");
const [file, threads, repeats] = process.argv.slice(2);

async function main() {
  const instance = await DuckDBInstance.create(":memory:", { threads });
  const duck = await instance.connect();
  const json = `read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited')`;
  await meter.run("load", +repeats, () => duck.run(`CREATE OR REPLACE TABLE t AS SELECT * FROM ${json}`));
  meter.rows("load", (await duck.runAndReadAll("SELECT count(*), sum(members) FROM t")).getRows());
}

main();
