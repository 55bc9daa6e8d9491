runs <- read.csv("outputs/fees/runs.csv", check.names = FALSE, na.strings = "")
failed <- !is.na(runs$error)
means <- tapply(runs$total_reused_t[!failed], runs[["policy.disposal_fee_factor"]][!failed], mean)
cat(sprintf("%d runs, %d failed, mean at a fee of 5: %.3f t\n", nrow(runs), sum(failed), means[["5"]]))
