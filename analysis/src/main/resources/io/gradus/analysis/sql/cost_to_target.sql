-- What it took each run to reach a target loss: steps, prompts, tokens and compute at the first evaluation at or below it.
-- Single evaluations are noisy, so a target may be reached by luck a little early. Targets never reached have no row.
CREATE OR REPLACE TEMPORARY VIEW cost_to_target AS
SELECT family, variant, benchmark, tau, group_size, params, seed, run_id, target,
  MIN(step) AS step,
  MIN_BY(data, step) AS data,
  MIN_BY(tokens, step) AS tokens,
  MIN_BY(compute, step) AS compute
FROM curves
CROSS JOIN (SELECT EXPLODE(ARRAY(0.9D, 0.8D, 0.7D, 0.6D, 0.5D, 0.4D, 0.3D, 0.2D, 0.15D, 0.1D, 0.05D, 0.02D)) AS target)
WHERE loss <= target
GROUP BY family, variant, benchmark, tau, group_size, params, seed, run_id, target
