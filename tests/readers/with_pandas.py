import pandas as pd

runs = pd.read_parquet("outputs/fees/runs.parquet")
failed = runs["error"].notna()
means = runs[~failed].groupby("policy.disposal_fee_factor")["total_reused_t"].mean()
print(f"{len(runs)} runs, {failed.sum()} failed, mean at a fee of 5: {means[5]:.3f} t")

# The CSV holds the same numbers. (Before pandas 3, read_csv needs float_precision="round_trip" for the last digit.)
same = pd.read_csv("outputs/fees/runs.csv")
pd.testing.assert_frame_equal(runs, same, check_dtype=False, check_exact=True)

# Whole numbers with gaps, such as a year that never came, stay whole in the nullable types.
whole = pd.read_parquet("outputs/fees/runs.parquet", dtype_backend="numpy_nullable")
assert whole["dissolved_year"].dtype == "Int64"
