import polars as pl

runs = pl.read_parquet("outputs/fees/runs.parquet")
means = (
    runs.filter(pl.col("error").is_null())
    .group_by("policy.disposal_fee_factor", maintain_order=True)
    .agg(pl.col("total_reused_t").mean())
)
failed = runs["error"].is_not_null().sum()
at_5 = means.filter(pl.col("policy.disposal_fee_factor") == 5)["total_reused_t"].item()
print(f"{runs.height} runs, {failed} failed, mean at a fee of 5: {at_5:.3f} t")

# The CSV holds the same numbers. Its columns have no types: those of the Parquet file are borrowed here;
# infer_schema_length=None looks at every row instead.
same = pl.read_csv("outputs/fees/runs.csv", schema_overrides=runs.schema)
assert same.equals(runs)
