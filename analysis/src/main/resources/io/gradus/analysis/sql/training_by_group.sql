-- What training looked like by step: reward, entropy, KL, completion length and truncation, mean over seeds, by family,
-- variant, size, reuse and group size. Needs the store's tables runs and steps.
CREATE OR REPLACE TEMPORARY VIEW training_by_group AS
SELECT r.family, r.variant, CAST(r.params AS DOUBLE) AS params, r.tau, r.group_size, s.step,
  COUNT(*) AS runs,
  ROUND(AVG(s.data), 6) AS data,
  ROUND(AVG(s.compute), 6) AS compute,
  ROUND(AVG(s.reward_mean), 12) AS reward_mean,
  ROUND(AVG(s.groups_without_signal), 12) AS groups_without_signal,
  ROUND(AVG(s.entropy), 12) AS entropy,
  ROUND(AVG(s.kl), 12) AS kl,
  ROUND(AVG(s.completion_mean), 9) AS completion_mean,
  ROUND(AVG(s.truncated), 12) AS truncated
FROM steps s
JOIN runs r ON r.run_id = s.run_id
WHERE COALESCE(s.status, 'ok') = 'ok'
GROUP BY r.family, r.variant, r.params, r.tau, r.group_size, s.step
