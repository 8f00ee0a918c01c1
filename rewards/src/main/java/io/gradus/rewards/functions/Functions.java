package io.gradus.rewards.functions;

import io.gradus.rewards.Completion;
import io.gradus.rewards.RewardFunction;
import io.gradus.rewards.Verdict;
import io.gradus.rewards.equivalent.Tolerance;
import io.gradus.rewards.rules.GridPuzzle;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Builds reward functions from their names in configuration. */
public final class Functions {
  private static final Set<String> NAMES =
      Set.of(
          "correctness",
          "exact_match",
          "format",
          "strict",
          "length_penalty",
          "exact_final",
          "cell_accuracy");

  private static final List<String> KEYS =
      List.of("tolerance", "exact_tolerance", LengthPenalty.BUFFER);

  private Functions() {}

  /** A function and the factor its value has in the total. */
  public record Weighted(RewardFunction function, double weight) {}

  /** Reads "name" or "name*weight". */
  public static Weighted parse(String text, Map<String, String> options) {
    int star = text.indexOf('*');
    String name = name(text);
    double weight = star < 0 ? 1 : number("reward.functions", text.substring(star + 1));
    return new Weighted(named(name, options), weight);
  }

  private static String name(String text) {
    int star = text.indexOf('*');
    return (star < 0 ? text : text.substring(0, star)).strip();
  }

  private static RewardFunction named(String name, Map<String, String> options) {
    return switch (name) {
      case "correctness" -> of(name, (gold, completion, verdict) -> verdict.correct() ? 1 : 0);
      case "exact_match" -> of(name, (gold, completion, verdict) -> exactMatch(gold, verdict));
      case "format" -> of(name, (gold, completion, verdict) -> verdict.marked() ? 1 : 0);
      case "strict" -> of(name, (gold, completion, v) -> v.correct() && v.marked() ? 1 : 0);
      case "exact_final" -> of(name, (gold, completion, verdict) -> exactFinal(gold, completion));
      case "cell_accuracy" ->
          of(name, (gold, completion, verdict) -> cellAccuracy(gold, completion));
      case "length_penalty" -> LengthPenalty.of(options);
      default -> userClass(name, options);
    };
  }

  private static double exactMatch(String gold, Verdict verdict) {
    boolean equal =
        verdict.extracted().map(answer -> bare(answer).equals(bare(gold))).orElse(false);
    return verdict.correct() && equal ? 1 : 0;
  }

  /**
   * An answer's text, of an equation the last side, without spaces, dollar signs, commas of
   * thousands and a final period.
   */
  private static String bare(String answer) {
    String side = answer.substring(answer.lastIndexOf('=') + 1);
    String text = side.replaceAll("[\\s$]|(?<=\\d),(?=\\d{3}(?!\\d))", "");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static double exactFinal(String gold, Completion completion) {
    int hash = completion.text().lastIndexOf('#');
    boolean equal = hash >= 0 && completion.text().substring(hash + 1).strip().equals(gold);
    return equal && completion.finished() ? 1 : 0;
  }

  /** Share of right cells of a puzzle's table; of other problems it is 0. */
  private static double cellAccuracy(String gold, Completion completion) {
    return GridPuzzle.cells(gold, completion.text()).map(GridPuzzle.Cells::share).orElse(0.0);
  }

  /** How one completion is scored. */
  private interface Score {
    double of(String gold, Completion completion, Verdict verdict);
  }

  private static RewardFunction of(String name, Score score) {
    return new RewardFunction() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double score(String gold, Completion completion, Verdict verdict) {
        return score.of(gold, completion, verdict);
      }
    };
  }

  private static RewardFunction userClass(String name, Map<String, String> options) {
    String expected =
        "expected correctness, exact_match, format, strict, length_penalty, exact_final,"
            + " cell_accuracy or the name of a class that implements "
            + RewardFunction.class.getName();
    try {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      Class<?> type =
          Class.forName(name, true, context == null ? Functions.class.getClassLoader() : context);
      if (!RewardFunction.class.isAssignableFrom(type)) {
        throw new IllegalArgumentException(
            "Cannot use " + name + " in reward.functions: " + expected);
      }
      Class<? extends RewardFunction> function = type.asSubclass(RewardFunction.class);
      try {
        return function.getConstructor(Map.class).newInstance(options);
      } catch (NoSuchMethodException e) {
        return function.getConstructor().newInstance();
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "Unknown function " + name + " in reward.functions: " + expected, e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "Cannot use " + name + " in reward.functions: " + e.getCause().getMessage(), e);
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "Cannot use " + name + " in reward.functions: it cannot be loaded: " + e, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "Cannot use "
              + name
              + " in reward.functions: it needs a public constructor without parameters or with a"
              + " Map<String, String>",
          e);
    }
  }

  /**
   * Refuses option keys that nothing reads. With a class of the user's own among the functions any
   * key may be its, so all pass.
   */
  public static void checkKeys(List<String> functions, Map<String, String> options) {
    boolean ownClass = functions.stream().anyMatch(f -> !NAMES.contains(name(f)));
    for (String key : new TreeSet<>(options.keySet())) {
      if (!ownClass && !KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "Unknown key reward.options." + key + ", expected one of " + String.join(", ", KEYS));
      }
    }
  }

  /** The verification tolerance in the options. */
  public static Tolerance tolerance(Map<String, String> options) {
    double relative = option(options, "tolerance").orElse(Tolerance.DEFAULT.relative());
    double exact = option(options, "exact_tolerance").orElse(Tolerance.DEFAULT.forExact());
    try {
      return new Tolerance(relative, exact);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("reward.options.tolerance: " + e.getMessage(), e);
    }
  }

  static Optional<Double> option(Map<String, String> options, String key) {
    return options.containsKey(key)
        ? Optional.of(number("reward.options." + key, options.get(key)))
        : Optional.empty();
  }

  private static double number(String key, String text) {
    try {
      double value = Double.parseDouble(text.strip());
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "Cannot set " + key + " to '" + text.strip() + "', expected a finite number");
  }
}
