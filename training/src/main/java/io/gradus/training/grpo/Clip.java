package io.gradus.training.grpo;

import java.io.Serializable;

/**
 * Between which ratios a completion teaches.
 *
 * @param low ratios are clipped from below at 1 − low; 1 or more: not at all. verl {@code
 *     clip_ratio_low}, TRL {@code epsilon}, OpenRLHF {@code actor.eps_clip_low_high}
 * @param high ratios are clipped from above at 1 + high. verl {@code clip_ratio_high}, TRL {@code
 *     epsilon_high}
 * @param dual the largest ratio that counts where the advantage is negative, above 1 (dual-clip
 *     PPO, arXiv 1912.09729); {@link #NO_DUAL}: none. verl {@code clip_ratio_c}, TRL {@code delta},
 *     OpenRLHF {@code actor.dual_clip}
 */
public record Clip(double low, double high, double dual) implements Serializable {
  /** No second clip. */
  public static final double NO_DUAL = 0;

  public Clip {
    if (!(low > 0) || !(high > 0) || !(dual == NO_DUAL || dual > 1)) {
      throw new IllegalArgumentException(
          "Cannot clip at %s, %s and %s, expected positive distances and a dual clip above 1"
              .formatted(low, high, dual));
    }
  }

  /** Both sides alike. */
  public static Clip of(double range) {
    return new Clip(range, range, NO_DUAL);
  }
}
