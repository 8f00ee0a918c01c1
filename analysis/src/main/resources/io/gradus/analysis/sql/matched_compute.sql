-- Test loss of every run at fixed budgets of training compute, eight a decade, interpolated between the two evaluations around
-- the budget in (log compute, loss). A run appears at budgets between its first and last evaluation after step 0 only.
CREATE OR REPLACE TEMPORARY VIEW matched_compute AS
WITH points AS (
  SELECT *,
    LEAD(compute) OVER (PARTITION BY run_id, benchmark ORDER BY compute) AS next_x,
    LEAD(loss) OVER (PARTITION BY run_id, benchmark ORDER BY compute) AS next_loss
  FROM curves
  WHERE compute > 0
),
budgets AS (
  SELECT POWER(10D, eighth / 8D) AS budget
  FROM (
    SELECT EXPLODE(SEQUENCE(CAST(FLOOR(8 * LOG10(MIN(compute))) AS INT), CAST(CEIL(8 * LOG10(MAX(compute))) AS INT))) AS eighth
    FROM curves
    WHERE compute > 0
  )
)
SELECT p.family, p.variant, p.benchmark, p.tau, p.group_size, p.params, p.seed, p.run_id, b.budget,
  p.loss + (p.next_loss - p.loss) * LN(b.budget / p.compute) / LN(p.next_x / p.compute) AS loss
FROM points p
JOIN budgets b ON b.budget >= p.compute AND b.budget < p.next_x
