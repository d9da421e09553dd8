// DuckDB inside Node. Types come from its sniffer (decimals become DOUBLE).
const { DuckDBInstance, version } = require("@duckdb/node-api");
const meter = require("../meter.js");
const [mode, file, threads, repeats] = process.argv.slice(2);

const WHERE = "scope_level = 'commune' AND members >= 50 AND founded_on >= DATE '2000-01-01'";

const group = (source, third) =>
  `SELECT province, scope_level, count(*), sum(members), ${third} FROM ${source} GROUP BY province, scope_level`;

async function main() {
  const instance = await DuckDBInstance.create(":memory:", { threads });
  const duck = await instance.connect();
  const ask = async (sql) => (await duck.runAndReadAll(sql)).getRows();
  const csv = `read_csv('${file.replaceAll("'", "''")}')`;

  meter.print("version", "DuckDB " + version());
  meter.memory("base");
  if (mode === "scan") {
    meter.rows("scan", await meter.run("scan", +repeats, () => ask(group(csv, "avg(members)"))));
    return;
  }
  await meter.run("load", +repeats, () => duck.run(`CREATE OR REPLACE TABLE t AS SELECT * FROM ${csv}`));
  meter.rows("load", await ask("SELECT count(*), sum(members), count(budget), sum(budget), min(founded_on) FROM t"));
  meter.print("types", (await ask("SELECT data_type FROM duckdb_columns() WHERE table_name = 't'")).join(" "));
  meter.rows("group", await meter.run("group", +repeats, () => ask(group("t", "avg(members)"))));
  meter.rows("median", await meter.run("median", +repeats, () => ask(group("t", "median(members)"))));
  meter.rows("where", await meter.run("where", +repeats, () => ask(group(`t WHERE ${WHERE}`, "avg(members)"))));
}

main();
