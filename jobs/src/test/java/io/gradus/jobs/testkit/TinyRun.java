package io.gradus.jobs.testkit;

/** Settings of a run of two steps, whose model of a few hundred parameters is made first. */
public final class TinyRun {
  /** Everything but the store, the name and the evaluations. */
  public static final String CONF =
      """
      steps = 2
      model.pretrain {
        size { hidden = 8, layers = 1, heads = 1 }
        max-positions = 24, batch = 8, warm-up = 2, log-every = 1000, threads = 1, seed = 1
        corpus { modulus = 5, operations.max = 1 }
        phases = [ { steps = 4, learning-rate = 1e-2 } ]
      }
      problems {
        train { kind = synthetic, synthetic { modulus = 5, operations.max = 1, count = 12 } }
        test { kind = synthetic, synthetic { modulus = 5, operations.max = 1, count = 6, seed = 9 } }
        prompt { template = plain, max-tokens = 8 }
      }
      rollout { max-tokens = 6, prompts-per-batch = 2, group-size = 2 }
      reward.functions = [exact_final]
      grpo { prompts = 4, mini-batch = 2, learning-rate = 1e-3, threads = 1 }
      """;

  private TinyRun() {}
}
