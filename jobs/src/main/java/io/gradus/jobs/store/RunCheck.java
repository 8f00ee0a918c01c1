package io.gradus.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradus.files.Json;
import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.Settings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Decides whether a run may resume with settings that are not those it began with: only if the
 * difference cannot change a number in its tables. Paths may differ because a store may be moved;
 * the digests of model and problems may not.
 */
final class RunCheck {
  private static final Pattern FREE =
      Pattern.compile(
          "steps|commit\\.every|checkpoint\\.keep|run\\.id|run\\.description|rollout\\.broadcast-limit"
              + "|tracking\\..*|model\\.cache"
              // Where the update computes changes no number but by rounding.
              + "|update\\.(mode|gang|timeout|retries)"
              + "|(store|model|problems\\.train|problems\\.test)\\.path");

  static final String ROLLOUT_DTYPE = "rollout.dtype";
  static final String UPDATE_DTYPE = "grpo.dtype";

  /** A type that a run chooses when it begins, and then keeps. */
  private static final String AUTO = "auto";

  private static final String CONSTANT = "constant";

  private RunCheck() {}

  /**
   * Compares two records of one run.
   *
   * @throws ConfigException naming the first setting that differs
   */
  static void check(RunRecord recorded, RunRecord now) {
    difference(recorded, now)
        .ifPresent(
            message -> {
              throw new ConfigException(message);
            });
  }

  /** Whether a run was begun as another one. */
  static boolean isOther(RunRecord recorded, RunRecord now) {
    return difference(recorded, now).isPresent();
  }

  /** What keeps a run from going on, as a message; empty if nothing does. */
  static Optional<String> difference(RunRecord recorded, RunRecord now) {
    try {
      compare(recorded, now);
      return Optional.empty();
    } catch (ConfigException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void compare(RunRecord recorded, RunRecord now) {
    settings(recorded, now.config());
    if (!recorded.contents().isEmpty() && !now.contents().isEmpty()) {
      contents(recorded, now);
      return;
    }
    // A run of an earlier version, which recorded sums of whole files.
    same(now.runId(), "model (SHA-256)", recorded.modelDigest(), now.modelDigest());
    same(now.runId(), "problems.train (SHA-256)", recorded.problemsDigest(), now.problemsDigest());
  }

  /** Compares what model and problems are, and names what has changed. */
  private static void contents(RunRecord recorded, RunRecord now) {
    Map<String, String> then = texts(recorded);
    Map<String, String> today = texts(now);
    Set<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(today.keySet());
    keys.removeIf(key -> then.getOrDefault(key, "").equals(today.getOrDefault(key, "")));
    if (keys.isEmpty()) {
      return;
    }
    List<String> changed = List.copyOf(keys);
    String first = changed.get(0);
    throw new ConfigException(
        "Run %s was begun with %s = %s, now it is %s%s; expected the old content, or another run.id"
            .formatted(
                now.runId(),
                first.startsWith("problems") ? first : first + " of " + now.model(),
                then.getOrDefault(first, "not there"),
                today.getOrDefault(first, "not there"),
                changed.size() == 1
                    ? ""
                    : ", and changed are "
                        + String.join(", ", changed.subList(1, changed.size()))));
  }

  private static Map<String, String> texts(RunRecord record) {
    Map<String, String> texts = new TreeMap<>();
    try {
      Json.STRICT
          .readTree(record.contents())
          .properties()
          .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    } catch (JsonProcessingException e) {
      throw new StoreException(
          "runs/%s.parquet: contents are no JSON".formatted(record.runId()), e);
    }
    return texts;
  }

  /**
   * Compares settings alone. One that a record has not, since Gradus did not know it then, was what
   * its default is. A number type that is chosen by itself is the one that the run has.
   *
   * @throws ConfigException naming the first setting that differs
   */
  static void settings(RunRecord recorded, String now) {
    String runId = recorded.runId();
    Map<String, String> then = decisive(recorded.config());
    Map<String, String> today = decisive(now);
    Map.of(
            ROLLOUT_DTYPE, recorded.environment().rolloutDtype(),
            UPDATE_DTYPE, recorded.environment().updateDtype())
        .forEach(
            (key, has) -> {
              then.computeIfPresent(key, (k, said) -> has);
              today.computeIfPresent(key, (k, wanted) -> wanted.equals(AUTO) ? has : wanted);
            });
    Set<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(today.keySet());
    Map<String, String> defaults = Settings.defaults();
    for (String key : keys) {
      String otherwise = defaults.getOrDefault(key, "not set");
      same(runId, key, then.getOrDefault(key, otherwise), today.getOrDefault(key, "not set"));
    }
  }

  /** The settings of a configuration that its numbers depend on, by full key. */
  static Map<String, String> decisive(String config) {
    Map<String, String> settings = Settings.flatten(config);
    // A learning rate that falls until the last step depends on which one that is.
    boolean falls =
        !settings.getOrDefault("grpo.schedule.shape", CONSTANT).equals(CONSTANT)
            && settings.getOrDefault("grpo.schedule.steps", "null").equals("null");
    settings
        .keySet()
        .removeIf(key -> FREE.matcher(key).matches() && !(falls && key.equals("steps")));
    return settings;
  }

  private static void same(String runId, String key, String recorded, String now) {
    if (!recorded.equals(now) && !isSameNumber(recorded, now)) {
      throw new ConfigException(
          "Run %s was begun with %s = %s, now it is %s; expected the old value, or another run.id"
              .formatted(runId, key, recorded, now));
    }
  }

  /** A number may be written as 1e-6 in one place and 0.000001 in another. */
  private static boolean isSameNumber(String a, String b) {
    try {
      return new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
