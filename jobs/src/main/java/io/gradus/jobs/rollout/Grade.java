package io.gradus.jobs.rollout;

import io.gradus.rewards.Reward;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A completion's reward in a form that travels between JVMs.
 *
 * @param reward the sum that is learnt from
 * @param parts each reward function's value
 * @param correct whether the answer counts as right
 * @param answer the extracted answer, or nothing
 * @param reason of the verdict, for people
 */
public record Grade(
    double reward,
    TreeMap<String, Double> parts,
    boolean correct,
    List<String> answer,
    String reason)
    implements Serializable {

  /**
   * A reward's grade; it is correct if its deciding part is at least 1, or, where no function of
   * that name was asked, if verification says so.
   */
  static Grade of(Reward reward, String decidingPart) {
    Double deciding = reward.parts().get(decidingPart);
    boolean correct = deciding == null ? reward.verdict().correct() : deciding >= 1;
    return new Grade(
        reward.total(),
        new TreeMap<>(reward.parts()),
        correct,
        reward.verdict().extracted().map(List::of).orElse(List.of()),
        reward.verdict().reason());
  }

  public Optional<String> extracted() {
    return answer.stream().findFirst();
  }
}
