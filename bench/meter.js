// What a measured Node program needs: a clock, its peak memory, and the lines that bench/run.lua reads.
const fs = require("fs");

const print = (...cells) => fs.writeSync(1, cells.join("\t") + "\n");
// Of this program alone; getrusage would inherit the peak of what started it.
const memory = (task) => print("memory", task, fs.readFileSync("/proc/self/status", "utf8").match(/VmHWM:\s*(\d+)/)[1]);

async function run(task, repeats, work) {
  let result;
  for (let i = 0; i < repeats; i++) {
    const start = process.hrtime.bigint();
    result = await work();
    print("time", task, (Number(process.hrtime.bigint() - start) / 1e9).toFixed(6));
    if (i === 0) memory(task);
  }
  return result;
}

const rows = (task, list) => list.forEach((row) => print("row", task, ...row));

module.exports = { print, memory, run, rows };
