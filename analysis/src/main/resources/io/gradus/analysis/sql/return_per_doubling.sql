-- What each doubling of the data bought: the share of the loss that went away from D to 2 D, mean over seeds. No share where
-- no loss was left.
CREATE OR REPLACE TEMPORARY VIEW return_per_doubling AS
WITH points AS (
  SELECT *,
    LEAD(data) OVER (PARTITION BY run_id, benchmark ORDER BY data) AS next_data,
    LEAD(loss) OVER (PARTITION BY run_id, benchmark ORDER BY data) AS next_loss
  FROM curves
  WHERE data > 0
),
starts AS (
  SELECT run_id, benchmark, MIN(data) AS first_data, MAX(data) AS last_data
  FROM curves
  WHERE data > 0
  GROUP BY run_id, benchmark
),
doublings AS (
  SELECT run_id, benchmark, doubling, first_data * POWER(2D, doubling) AS budget
  FROM starts
  LATERAL VIEW EXPLODE(SEQUENCE(0, CAST(FLOOR(LOG2(last_data / first_data)) AS INT))) AS doubling
),
losses AS (
  SELECT p.family, p.variant, p.benchmark, p.tau, p.group_size, p.params, p.run_id, d.doubling, d.budget,
    IF(d.budget = p.data, p.loss, p.loss + (p.next_loss - p.loss) * LN(d.budget / p.data) / LN(p.next_data / p.data)) AS loss
  FROM points p
  JOIN doublings d
    ON d.run_id = p.run_id AND d.benchmark = p.benchmark
    AND d.budget >= p.data AND (d.budget < p.next_data OR d.budget = p.data)
)
SELECT a.family, a.variant, a.benchmark, a.tau, a.group_size, a.params, a.doubling, a.budget AS from_data, b.budget AS to_data,
  COUNT(*) AS runs,
  ROUND(AVG(a.loss), 12) AS from_loss,
  ROUND(AVG(b.loss), 12) AS to_loss,
  ROUND(AVG(1 - b.loss / NULLIF(a.loss, 0)), 12) AS reduction
FROM losses a
JOIN losses b ON b.run_id = a.run_id AND b.benchmark = a.benchmark AND b.doubling = a.doubling + 1
GROUP BY a.family, a.variant, a.benchmark, a.tau, a.group_size, a.params, a.doubling, a.budget, b.budget
