-- Test loss by model size at matched training compute: mean over seeds of matched_compute, with their spread.
CREATE OR REPLACE TEMPORARY VIEW loss_at_compute AS
SELECT family, variant, benchmark, tau, group_size, budget, params,
  COUNT(*) AS runs,
  ROUND(AVG(loss), 12) AS loss,
  ROUND(STDDEV_SAMP(loss), 12) AS loss_sd
FROM matched_compute
GROUP BY family, variant, benchmark, tau, group_size, budget, params
