runs <- arrow::read_parquet("outputs/fees/runs.parquet")
failed <- !is.na(runs$error)
means <- tapply(runs$total_reused_t[!failed], runs[["policy.disposal_fee_factor"]][!failed], mean)
cat(sprintf("%d runs, %d failed, mean at a fee of 5: %.3f t\n", nrow(runs), sum(failed), means[["5"]]))

# The CSV holds the same numbers.
same <- read.csv("outputs/fees/runs.csv", check.names = FALSE, na.strings = "")
stopifnot(identical(same$total_reused_t, runs$total_reused_t))
