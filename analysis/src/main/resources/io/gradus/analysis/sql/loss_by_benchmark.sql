-- First and last test loss by model size on each benchmark: mean over seeds. Benchmarks other than the training task show
-- what carries over.
CREATE OR REPLACE TEMPORARY VIEW loss_by_benchmark AS
WITH ends AS (
  SELECT family, variant, benchmark, tau, group_size, params, run_id,
    MIN_BY(loss, step) AS first_loss,
    MAX_BY(loss, step) AS last_loss,
    MAX_BY(se, step) AS last_se,
    MAX(step) AS last_step
  FROM curves
  GROUP BY family, variant, benchmark, tau, group_size, params, run_id
)
SELECT family, variant, benchmark, tau, group_size, params,
  COUNT(*) AS runs,
  MAX(last_step) AS last_step,
  ROUND(AVG(first_loss), 12) AS first_loss,
  ROUND(AVG(last_loss), 12) AS last_loss,
  ROUND(STDDEV_SAMP(last_loss), 12) AS last_loss_sd,
  ROUND(SQRT(SUM(last_se * last_se)) / COUNT(*), 12) AS last_se
FROM ends
GROUP BY family, variant, benchmark, tau, group_size, params
