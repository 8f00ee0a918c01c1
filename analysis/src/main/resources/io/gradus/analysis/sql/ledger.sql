-- What each run has used. Prompts: trained on, different ones among them, repeated ones, and those whose group taught nothing
-- because all its rewards were equal. Floating-point operations by what they were for, with N parameters, a multiplication and
-- an addition counted as two, and attention to earlier tokens left out: sampling reads a prompt once for its group and writes
-- the completions, 2·N a token; scoring is 2·N a token for the reference (where there is a KL term) and for the old logprobs of
-- all mini-batches but the first (where they are recomputed); learning is 6·N a token and epoch; evaluation is 2·N a token
-- written, prompts left out. Prompts that dynamic sampling replaced are sampled and scored, not learned from: they count by their
-- tokens, in the proportions of the others. Needs the store's tables.
CREATE OR REPLACE TEMPORARY VIEW ledger AS
WITH trained AS (
  SELECT s.run_id,
    COUNT(*) AS steps,
    MAX(s.data) AS prompts,
    MAX(s.tokens) AS tokens,
    SUM(s.prompt_tokens) AS prompt_tokens,
    SUM(s.completion_tokens) AS completion_tokens,
    GREATEST(1, COALESCE(MAX(s.tokens) / SUM(s.prompt_tokens + s.completion_tokens), 1)) AS sampled,
    AVG(s.groups_without_signal) AS without_signal,
    SUM(s.seconds_total) AS seconds
  FROM steps s
  GROUP BY s.run_id
),
met AS (SELECT run_id, COUNT(DISTINCT problem_id) AS different FROM trajectories GROUP BY run_id),
tested AS (SELECT run_id, SUM(tokens) AS tokens FROM evaluations GROUP BY run_id),
known AS (
  SELECT run_id, family, variant, CAST(params AS DOUBLE) AS params, tau, group_size, seed,
    CAST(get_json_object(config, "$.grpo['kl-coefficient']") AS DOUBLE) AS kl,
    get_json_object(config, "$.grpo['old-logprobs']") AS old,
    CAST(get_json_object(config, "$.grpo['mini-batch']") AS DOUBLE)
      / CAST(get_json_object(config, "$.grpo.prompts") AS DOUBLE) AS first_share,
    COALESCE(CAST(get_json_object(config, "$.grpo.epochs") AS DOUBLE), 1) AS epochs
  FROM runs
),
counted AS (
  SELECT k.run_id, k.family, k.variant, k.params, k.tau, k.group_size, k.seed, t.steps, t.prompts,
    COALESCE(m.different, 0) AS different_prompts,
    t.prompts - COALESCE(m.different, 0) AS repeated_prompts,
    ROUND(t.without_signal * t.prompts) AS prompts_without_signal,
    t.tokens,
    COALESCE(e.tokens, 0) AS evaluation_tokens,
    2 * k.params * (t.prompt_tokens / k.group_size + t.completion_tokens) * t.sampled AS flops_sampling,
    2 * k.params * (t.prompt_tokens + t.completion_tokens) * t.sampled
      * (IF(k.kl > 0, 1, 0) + IF(k.old = 'recomputed', 1 - k.first_share, 0)) AS flops_scoring,
    6 * k.params * (t.prompt_tokens + t.completion_tokens) * k.epochs AS flops_learning,
    2 * k.params * COALESCE(e.tokens, 0) AS flops_evaluation,
    t.seconds
  FROM known k
  JOIN trained t ON t.run_id = k.run_id
  LEFT JOIN met m ON m.run_id = k.run_id
  LEFT JOIN tested e ON e.run_id = k.run_id
)
SELECT *, flops_sampling + flops_scoring + flops_learning + flops_evaluation AS flops
FROM counted
