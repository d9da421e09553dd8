// polars inside Node. Its threads are set by POLARS_MAX_THREADS, before it is loaded.
const [mode, file, threads, repeats] = process.argv.slice(2);
process.env.POLARS_MAX_THREADS = threads;
const pl = require("nodejs-polars");
const meter = require("../meter.js");

const KEYS = ["province", "scope_level"];
const count = pl.col("id").count().alias("n"); // id is never missing
const sum = pl.col("members").sum().alias("total");
const MEANS = [count, sum, pl.col("members").mean().alias("third")];
const MEDIANS = [count, sum, pl.col("members").median().alias("third")];
const MEANS_OF_FILE = [pl.col("members").count().alias("n"), sum, MEANS[2]]; // spares it the column id
const WHERE = pl.col("scope_level").eq(pl.lit("commune")).and(pl.col("members").gtEq(50))
  .and(pl.col("founded_on").gtEq(pl.lit(new Date("2000-01-01"))));
const csv = { tryParseDates: true, parseDates: true };

async function main() {
  meter.print("version", "polars for Node " + require("nodejs-polars/package.json").version);
  meter.memory("base");
  const rows = (task, frame) => meter.rows(task, frame.rows());
  if (mode === "scan") {
    rows("scan", await meter.run("scan", +repeats, () => pl.scanCSV(file, csv).groupBy(KEYS).agg(...MEANS_OF_FILE).collect()));
    return;
  }
  let frame;
  await meter.run("load", +repeats, () => (frame = pl.readCSV(file, csv)));
  rows("load", frame.select(
    pl.col("id").count().alias("n"), pl.col("members").sum(), pl.col("budget").count().alias("budgets"),
    pl.col("budget").sum(), pl.col("founded_on").min().cast(pl.Utf8)));
  meter.print("types", frame.dtypes.join(" "));
  rows("group", await meter.run("group", +repeats, () => frame.groupBy(KEYS).agg(...MEANS)));
  rows("median", await meter.run("median", +repeats, () => frame.groupBy(KEYS).agg(...MEDIANS)));
  rows("where", await meter.run("where", +repeats, () => frame.filter(WHERE).groupBy(KEYS).agg(...MEANS)));
}

main();
