# pandas; its C reader has one thread, whatever is asked for. Strings stay Python objects, as is its default.
import sys
import time

import pandas as pd

mode, file, threads, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
KEYS = ["province", "scope_level"]


def out(*cells):
    print(*cells, sep="\t", flush=True)


def memory(task):
    with open("/proc/self/status") as status:
        out("memory", task, next(line.split()[1] for line in status if line.startswith("VmHWM")))


def run(task, work):
    for i in range(repeats):
        result = None
        start = time.monotonic()
        result = work()
        out("time", task, f"{time.monotonic() - start:.6f}")
        if i == 0:
            memory(task)
    return result


def rows(task, frame):
    for row in frame.itertuples():
        out("row", task, *row[0], *(repr(value) for value in row[1:]))


def group(frame, third):
    return frame.groupby(KEYS)["members"].agg(["count", "sum", third])


out("version", f"pandas {pd.__version__}, Python {sys.version.split()[0]}")
memory("base")
if mode == "scan":
    rows("scan", run("scan", lambda: group(pd.read_csv(file, usecols=KEYS + ["members"]), "mean")))
else:
    frame = run("load", lambda: pd.read_csv(file, parse_dates=["founded_on"]))
    out("row", "load", len(frame), frame.members.sum(), frame.budget.count(), repr(frame.budget.sum()),
        frame.founded_on.min().date())
    out("types", *(str(kind) for kind in frame.dtypes))
    rows("group", run("group", lambda: group(frame, "mean")))
    rows("median", run("median", lambda: group(frame, "median")))
    rows("where", run("where", lambda: group(frame[
        (frame.scope_level == "commune") & (frame.members >= 50) & (frame.founded_on >= "2000-01-01")], "mean")))
