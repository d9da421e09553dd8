# Statistics as R computes them: one line a register of the list (name, file, p, k), with the fields g,
# x and w. Run by statistics.sh.
number <- function(v) ifelse(is.na(v), "", ifelse(is.infinite(v), ifelse(v > 0, "inf", "-inf"), sprintf("%.17g", v)))
several <- function(v) paste(number(v), collapse = ";")

mode_of <- function(x) { u <- sort(unique(x)); u[which.max(tabulate(match(x, u)))] }
shared <- function(x) length(x) > 0 && all(x >= 0) && sum(x) > 0
gini <- function(x) { n <- length(x); (2 * sum(seq_len(n) * sort(x)) / sum(x) - (n + 1)) / n }
weighted_quantile <- function(x, w, p) {
  x <- x[w > 0]; w <- w[w > 0]; w <- w[order(x)]; x <- sort(x)
  x[which(cumsum(w) >= p * sum(w))[1]]
}

statistics <- function(data, p, k) {
  all <- data$x; x <- all[!is.na(all)]; n <- length(x)
  both <- !is.na(all) & !is.na(data$w); xw <- all[both]; w <- data$w[both]
  some <- function(v) if (n > 0) v else NA
  weighing <- length(w) > 0 && all(w >= 0) && sum(w) > 0
  sums <- tapply(replace(all, is.na(all), 0), addNA(factor(data$g)), sum)
  sums <- as.vector(sums[!is.na(sums)])
  total <- sum(sums)
  c(n, length(all) - n, length(unique(x)), number(sum(x)),
    number(some(mean(x))), number(if (n > 1) sd(x) else NA), number(if (n > 1) var(x) else NA),
    number(some(suppressWarnings(min(x)))), number(some(suppressWarnings(max(x)))),
    number(some(x[1])), number(some(x[n])), number(some(median(x))),
    sapply(1:9, function(type) number(some(quantile(x, p, type = type, names = FALSE)))),
    number(some(IQR(x))), number(some(mad(x, constant = 1))), number(some(mode_of(x))),
    number(if (shared(x)) gini(x) else NA), number(if (shared(x)) sum((x / sum(x))^2) else NA),
    number(if (shared(x)) 100 * sum(head(sort(x, decreasing = TRUE), k)) / sum(x) else NA),
    number(if (weighing) weighted.mean(xw, w) else NA),
    number(if (weighing) weighted_quantile(xw, w, 0.5) else NA),
    number(if (weighing) weighted_quantile(xw, w, p) else NA),
    several(if (total != 0) 100 * sums / total else rep(NA, length(sums))),
    several(rank(-sums, ties.method = "min")), several(cumsum(sums)))
}

COLUMNS <- c("name", "n", "missing", "distinct", "sum", "mean", "sd", "var", "min", "max", "first", "last", "median",
  paste0("q", 1:9), "iqr", "mad", "mode", "gini", "hhi", "top", "weighted_mean", "weighted_median",
  "weighted_quantile", "share", "rank", "cumulative")
cat(paste(COLUMNS, collapse = ","), "\n", sep = "")
list <- read.csv(commandArgs(TRUE)[1], colClasses = c("character", "character", "numeric", "integer"))
for (i in seq_len(nrow(list))) {
  data <- read.csv(list$file[i], na.strings = "", colClasses = "character")
  columns <- strsplit(Sys.getenv("FIELDS", "g,x,w"), ",")[[1]]
  data <- data.frame(g = data[[columns[1]]], x = as.numeric(data[[columns[2]]]), w = as.numeric(data[[columns[3]]]))
  cat(paste(c(list$name[i], statistics(data, list$p[i], list$k[i])), collapse = ","), "\n", sep = "")
}
