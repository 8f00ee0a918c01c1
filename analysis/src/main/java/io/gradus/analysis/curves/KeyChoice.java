package io.gradus.analysis.curves;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which of several families, variants and benchmarks a command is asked about.
 *
 * @param family empty where it was not named
 * @param variant empty where it was not named
 * @param benchmark empty where it was not named
 */
public record KeyChoice(
    Optional<String> family, Optional<String> variant, Optional<String> benchmark) {

  /** Nothing named. */
  public static final KeyChoice ANY =
      new KeyChoice(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * The points of what was named; all of them where nothing was.
   *
   * @throws IllegalArgumentException if a name is not among the curves
   */
  public List<CurvePoint> among(List<CurvePoint> points) {
    List<CurvePoint> some = named(points, "family", family, CurvePoint::family);
    some = named(some, "variant", variant, CurvePoint::variant);
    return named(some, "benchmark", benchmark, CurvePoint::benchmark);
  }

  /**
   * The one key that is meant: of a variant or a benchmark that was not named, the one with most
   * points. A family is never guessed.
   *
   * @throws IllegalArgumentException if there are several families and none was named, or a name is
   *     not among the curves
   */
  public CurveKey one(List<CurvePoint> points) {
    List<CurvePoint> some = among(points);
    TreeSet<String> families = names(some, CurvePoint::family);
    if (families.size() > 1) {
      throw new IllegalArgumentException(
          "The curves are of %d families (%s), and the laws of one say nothing of another: name one with --family"
              .formatted(families.size(), String.join(", ", families)));
    }
    some = of(some, CurvePoint::variant, commonest(some, CurvePoint::variant));
    String most = commonest(some, CurvePoint::benchmark);
    return CurveKey.of(families.first(), some.get(0).variant(), most);
  }

  private static List<CurvePoint> named(
      List<CurvePoint> points,
      String what,
      Optional<String> name,
      Function<CurvePoint, String> property) {
    if (name.isEmpty()) {
      return points;
    }
    List<CurvePoint> some = of(points, property, name.get());
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "The curves have no %s '%s', they have %s"
              .formatted(what, name.get(), names(points, property)));
    }
    return some;
  }

  private static List<CurvePoint> of(
      List<CurvePoint> points, Function<CurvePoint, String> property, String name) {
    return points.stream().filter(p -> property.apply(p).equals(name)).toList();
  }

  private static TreeSet<String> names(
      List<CurvePoint> points, Function<CurvePoint, String> property) {
    return new TreeSet<>(points.stream().map(property).toList());
  }

  /** The name that most points have, the first in the alphabet of equally common ones. */
  private static String commonest(List<CurvePoint> points, Function<CurvePoint, String> property) {
    return points.stream()
        .collect(Collectors.groupingBy(property, Collectors.counting()))
        .entrySet()
        .stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey)
        .orElseThrow(() -> new IllegalArgumentException("The curves have no points"));
  }
}
