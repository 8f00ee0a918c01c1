-- Test loss by model size at matched prompts consumed: mean over seeds of matched_data, with their spread.
CREATE OR REPLACE TEMPORARY VIEW loss_at_data AS
SELECT family, variant, benchmark, tau, group_size, budget, params,
  COUNT(*) AS runs,
  ROUND(AVG(loss), 12) AS loss,
  ROUND(STDDEV_SAMP(loss), 12) AS loss_sd
FROM matched_data
GROUP BY family, variant, benchmark, tau, group_size, budget, params
