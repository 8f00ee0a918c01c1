-- How every test problem was answered at every evaluation, from a run store's table evaluations: problems of a benchmark
-- are numbered from 0 in the order of their ids, and a problem's score is the share of its answers that are correct.
WITH known AS (
  SELECT benchmark, problem_id, CAST(ROW_NUMBER() OVER (PARTITION BY benchmark ORDER BY problem_id) - 1 AS INT) AS problem
  FROM (SELECT DISTINCT benchmark, problem_id FROM evaluations)
),
answers AS (
  SELECT run_id, step, benchmark, problem_id, AVG(CAST(correct AS DOUBLE)) AS score
  FROM evaluations
  GROUP BY run_id, step, benchmark, problem_id
),
sorted AS (
  SELECT a.run_id, a.benchmark, a.step, ARRAY_SORT(COLLECT_LIST(STRUCT(k.problem, a.score))) AS scores
  FROM answers a
  JOIN known k ON k.benchmark = a.benchmark AND k.problem_id = a.problem_id
  GROUP BY a.run_id, a.benchmark, a.step
)
SELECT run_id, benchmark, step, scores.problem AS problems, scores.score AS scores
FROM sorted
