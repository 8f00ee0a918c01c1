package io.gradus.jobs.policy;

import io.gradus.training.model.Policy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Policies of a driver whose tasks run in the same JVM: what they publish is shared, not copied.
 * The publisher says when a policy changes; no task uses it then.
 */
final class LocalPolicies {
  private static final Map<String, Policy> PUBLISHED = new ConcurrentHashMap<>();

  private LocalPolicies() {}

  static void put(String key, Policy policy) {
    PUBLISHED.put(key, policy);
  }

  static void remove(String key) {
    PUBLISHED.remove(key);
  }

  /**
   * The policy published under a key.
   *
   * @throws IllegalStateException if it was withdrawn
   */
  static Policy get(String key) {
    Policy policy = PUBLISHED.get(key);
    if (policy == null) {
      throw new IllegalStateException("The policy " + key + " is no longer published");
    }
    return policy;
  }
}
