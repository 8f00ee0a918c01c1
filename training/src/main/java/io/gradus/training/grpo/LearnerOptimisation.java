package io.gradus.training.grpo;

import io.gradus.training.grpo.Share.Found;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Learner;

/** An update in this process. */
record LearnerOptimisation(Learner learner, GrpoSettings settings) implements Optimisation {
  @Override
  public Found accumulate(Share miniBatch) {
    return miniBatch.accumulate(learner.gradients(), settings);
  }

  @Override
  public double step(AdamW optimizer) {
    return learner.step(optimizer);
  }

  @Override
  public boolean isFinite() {
    return learner.policy().isFinite();
  }
}
