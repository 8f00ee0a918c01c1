-- Overfitting: mean training reward of a step against the test pass@1 after it, by run. The gap is meaningful where the
-- reward is 1 for a correct answer and 0 otherwise. Needs the store's tables runs and steps.
CREATE OR REPLACE TEMPORARY VIEW train_test_gap AS
SELECT c.family, c.variant, c.benchmark, c.params, c.tau, c.group_size, c.seed, c.run_id, c.step,
  s.reward_mean AS train_accuracy,
  1 - c.loss AS test_accuracy,
  s.reward_mean - (1 - c.loss) AS gap
FROM curves c
JOIN steps s ON s.run_id = c.run_id AND s.step = c.step AND COALESCE(s.status, 'ok') = 'ok'
