-- Overfitting at the end of training: mean of train_test_gap over the last quarter of a run's steps, mean over seeds, by
-- family, variant, benchmark, size, reuse and group size.
CREATE OR REPLACE TEMPORARY VIEW final_gap AS
SELECT g.family, g.variant, g.benchmark, g.params, g.tau, g.group_size,
  COUNT(DISTINCT g.run_id) AS runs,
  ROUND(AVG(g.train_accuracy), 12) AS train_accuracy,
  ROUND(AVG(g.test_accuracy), 12) AS test_accuracy,
  ROUND(AVG(g.gap), 12) AS gap
FROM train_test_gap g
JOIN (SELECT run_id, MAX(step) AS last FROM steps WHERE COALESCE(status, 'ok') = 'ok' GROUP BY run_id) s ON s.run_id = g.run_id
WHERE g.step > 0.75D * s.last
GROUP BY g.family, g.variant, g.benchmark, g.params, g.tau, g.group_size
