# R's data.table. The scan is fread of the three columns that it needs, then the group; integers as R has them.
given <- commandArgs(trailingOnly = TRUE)
mode <- given[1]; file <- given[2]; threads <- as.integer(given[3]); repeats <- as.integer(given[4])
suppressPackageStartupMessages(library(data.table))
setDTthreads(threads)
options(digits = 17, scipen = 100, datatable.showProgress = FALSE)

out <- function(...) cat(paste(..., sep = "\t"), "\n", sep = "")
memory <- function(task) {
  peak <- grep("^VmHWM", readLines("/proc/self/status"), value = TRUE)
  out("memory", task, gsub("[^0-9]", "", peak))
}
now <- function() as.numeric(Sys.time())
run <- function(task, work) {
  for (i in seq_len(repeats)) {
    start <- now()
    result <- work()
    out("time", task, sprintf("%.6f", now() - start))
    if (i == 1) memory(task)
  }
  result
}
rows <- function(task, table) {
  cat(do.call(paste, c(list("row", task), lapply(table, as.character), sep = "\t")), sep = "\n")
}

means <- function(t) t[, .(.N, total = sum(members), third = mean(members)), by = .(province, scope_level)]
medians <- function(t) t[, .(.N, total = sum(members), third = median(as.double(members))), by = .(province, scope_level)]

out("version", paste0("data.table ", packageVersion("data.table"), ", R ", getRversion()))
memory("base")
if (mode == "scan") {
  needed <- c("province", "scope_level", "members")
  rows("scan", run("scan", function() means(fread(file, select = needed, nThread = threads))))
} else {
  t <- NULL
  run("load", function() { t <<- NULL; t <<- fread(file, nThread = threads); NULL })
  rows("load", t[, .(.N, sum(members), sum(!is.na(budget)), sprintf("%.4f", sum(budget, na.rm = TRUE)), min(founded_on))])
  out("types", paste(sapply(t, function(x) class(x)[1]), collapse = " "))
  rows("group", run("group", function() means(t)))
  rows("median", run("median", function() medians(t)))
  since <- as.IDate("2000-01-01")
  rows("where", run("where", function() means(t[scope_level == "commune" & members >= 50 & founded_on >= since])))
}
