-- Test loss of every run at fixed budgets of prompts consumed, eight a decade, interpolated between the two evaluations around
-- the budget in (log data, loss). A run appears at budgets between its first and last evaluation after step 0 only.
CREATE OR REPLACE TEMPORARY VIEW matched_data AS
WITH points AS (
  SELECT *,
    LEAD(data) OVER (PARTITION BY run_id, benchmark ORDER BY data) AS next_x,
    LEAD(loss) OVER (PARTITION BY run_id, benchmark ORDER BY data) AS next_loss
  FROM curves
  WHERE data > 0
),
budgets AS (
  SELECT POWER(10D, eighth / 8D) AS budget
  FROM (
    SELECT EXPLODE(SEQUENCE(CAST(FLOOR(8 * LOG10(MIN(data))) AS INT), CAST(CEIL(8 * LOG10(MAX(data))) AS INT))) AS eighth
    FROM curves
    WHERE data > 0
  )
)
SELECT p.family, p.variant, p.benchmark, p.tau, p.group_size, p.params, p.seed, p.run_id, b.budget,
  p.loss + (p.next_loss - p.loss) * LN(b.budget / p.data) / LN(p.next_x / p.data) AS loss
FROM points p
JOIN budgets b ON b.budget >= p.data AND b.budget < p.next_x
