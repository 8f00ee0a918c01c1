-- The table curves from a run store's tables runs, steps and evaluations.
-- A problem's score is the share of its answers that are correct; the loss is one minus the mean score. The standard error
-- is that of the mean over problems (answers to one problem are no independent evidence); with one answer a problem it is
-- binomial, drawn towards one half by half an answer each way so that a perfect score has an error too.
WITH answers AS (
  SELECT run_id, step, benchmark, problem_id, AVG(CAST(correct AS DOUBLE)) AS score, COUNT(*) AS samples
  FROM evaluations
  GROUP BY run_id, step, benchmark, problem_id
),
scores AS (
  -- Rounded because sums of fractions depend on their order in the last bits.
  SELECT run_id, step, benchmark,
    ROUND(AVG(score), 12) AS accuracy,
    ROUND(COALESCE(VAR_SAMP(score), 0), 12) AS variance,
    CAST(COUNT(*) AS INT) AS problems,
    MAX(samples) AS samples
  FROM answers
  GROUP BY run_id, step, benchmark
)
SELECT
  s.run_id,
  r.family,
  r.variant,
  CAST(r.params AS DOUBLE) AS params,
  r.seed,
  r.tau,
  r.group_size,
  s.step,
  IF(s.step = 0, 0D, CAST(t.data AS DOUBLE)) AS data,
  IF(s.step = 0, 0D, CAST(t.tokens AS DOUBLE)) AS tokens,
  IF(s.step = 0, 0D, CAST(t.compute AS DOUBLE)) AS compute,
  s.benchmark,
  s.problems,
  1 - s.accuracy AS loss,
  IF(s.samples > 1 AND s.variance > 0,
    SQRT(s.variance / s.problems),
    SQRT((s.problems * s.accuracy + 0.5D) * (s.problems * (1 - s.accuracy) + 0.5D)
      / (s.problems + 1D) / (s.problems + 1D) / s.problems)) AS se
FROM scores s
JOIN runs r ON r.run_id = s.run_id
LEFT JOIN steps t ON t.run_id = s.run_id AND t.step = s.step
