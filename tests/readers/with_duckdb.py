import duckdb

[(count, failed)] = duckdb.sql("""
    SELECT count(*), count(error) FROM 'outputs/fees/runs.parquet'
""").fetchall()
means = dict(duckdb.sql("""
    SELECT "policy.disposal_fee_factor", avg(total_reused_t)
    FROM 'outputs/fees/runs.parquet' WHERE error IS NULL GROUP BY ALL
""").fetchall())
print(f"{count} runs, {failed} failed, mean at a fee of 5: {means[5]:.3f} t")

# The CSV holds the same numbers.
[(same,)] = duckdb.sql("""
    SELECT count(*) FROM 'outputs/fees/runs.parquet' AS a JOIN 'outputs/fees/runs.csv' AS b USING (run)
    WHERE a.total_reused_t IS NOT DISTINCT FROM b.total_reused_t
""").fetchall()
assert same == count
