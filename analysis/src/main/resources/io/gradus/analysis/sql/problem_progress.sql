-- What became of the held-out problems of a run, at each of its evaluations. A problem is solved where every answer of this
-- evaluation and of the one before it is correct, unsolved where none is, and at the boundary otherwise. Gained: solved now, with
-- no correct answer at the run's first evaluation; lost: unsolved now, with every answer correct then. Needs the store's tables.
CREATE OR REPLACE TEMPORARY VIEW problem_progress AS
WITH answers AS (
  SELECT run_id, benchmark, step, problem_id, AVG(CAST(correct AS DOUBLE)) AS score
  FROM evaluations
  GROUP BY run_id, benchmark, step, problem_id
),
compared AS (
  SELECT run_id, benchmark, step, score,
    COALESCE(LAG(score) OVER (PARTITION BY run_id, benchmark, problem_id ORDER BY step), score) AS previous_score,
    FIRST_VALUE(score) OVER (PARTITION BY run_id, benchmark, problem_id ORDER BY step) AS first_score
  FROM answers
),
counted AS (
  SELECT run_id, benchmark, step,
    COUNT(*) AS problems,
    COUNT(CASE WHEN score = 1 AND previous_score = 1 THEN 1 END) AS solved,
    COUNT(CASE WHEN score = 0 AND previous_score = 0 THEN 1 END) AS unsolved,
    COUNT(CASE WHEN score = 1 AND previous_score = 1 AND first_score = 0 THEN 1 END) AS gained,
    COUNT(CASE WHEN score = 0 AND previous_score = 0 AND first_score = 1 THEN 1 END) AS lost
  FROM compared
  GROUP BY run_id, benchmark, step
)
SELECT c.run_id, r.family, r.variant, CAST(r.params AS DOUBLE) AS params, r.tau, r.group_size, r.seed, c.benchmark, c.step,
  c.problems, c.solved, c.problems - c.solved - c.unsolved AS boundary, c.unsolved, c.gained, c.lost
FROM counted c
JOIN runs r ON r.run_id = c.run_id
