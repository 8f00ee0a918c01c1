package io.gradus.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A grid of runs (block {@code study}): what runs share stands in the rest of the file, what tells
 * them apart are the values of axes.
 *
 * @param id begins the name of every run
 * @param title of the report
 * @param sideBySide small runs at once; empty: as many as there are cores
 * @param benchmark held-out set that the findings are about
 * @param runs in the order of the grids, none twice
 */
public record StudyConfig(
    String id, String title, OptionalInt sideBySide, String benchmark, List<Run> runs) {

  /**
   * One run of the study.
   *
   * @param axes value by axis, axes in alphabetical order
   * @param grids names of the grids that have it
   */
  public record Run(String id, Map<String, String> axes, List<String> grids, TrainConfig config) {}

  /**
   * Reads a study and checks the settings of all its runs.
   *
   * @throws ConfigException naming the first key that is wrong
   */
  public static StudyConfig of(Settings settings) {
    Section study = settings.root().child(Settings.STUDY);
    String id = study.optionalText("id").orElse(settings.name());
    RunConfig.checkName(study, "id", id);
    List<Run> runs = new Grids(settings, study, id).runs();
    String benchmark = study.text("benchmark");
    Set<String> known = new TreeSet<>();
    for (Run run : runs) {
      run.config()
          .evaluate()
          .heldOut(run.config().problems().test())
          .forEach(set -> known.add(set.name()));
    }
    if (!known.contains(benchmark)) {
      throw study.wrong("benchmark", "a held-out set of the runs: " + String.join(", ", known));
    }
    return new StudyConfig(
        id,
        study.optionalText("title").orElse(id),
        study.optionalInteger("side-by-side", Bound.atLeast(1)),
        benchmark,
        runs);
  }

  /** Turns axes and grids into runs. */
  private static final class Grids {
    private final Settings settings;
    private final Section study;
    private final String studyId;
    private final Section axes;
    private final Map<String, String> defaults = new TreeMap<>();

    Grids(Settings settings, Section study, String studyId) {
      this.settings = settings;
      this.study = study;
      this.studyId = studyId;
      this.axes = study.child("axes");
      Section given = study.child("defaults");
      for (String axis : given.keys()) {
        requireAxis(given, axis);
        String value = given.text(axis);
        requireValue(given, axis, value);
        defaults.put(axis, value);
      }
    }

    List<Run> runs() {
      // By the values of all axes, so that a run of several grids is one.
      Map<Map<String, String>, Set<String>> points = new LinkedHashMap<>();
      Set<String> names = new LinkedHashSet<>();
      for (Section grid : study.children("grids", "grid")) {
        String name = grid.text("name");
        if (!names.add(name)) {
          throw grid.wrong("name", "a name that no other grid has");
        }
        points(grid)
            .forEach(point -> points.computeIfAbsent(point, p -> new LinkedHashSet<>()).add(name));
      }
      if (points.isEmpty()) {
        throw study.wrong("grids", "at least one grid { name = …, AXIS = [VALUE, …], … }");
      }
      Map<String, Map<String, String>> ids = new LinkedHashMap<>();
      List<Run> runs = new ArrayList<>();
      points.forEach(
          (point, grids) -> {
            String id = runId(point);
            Map<String, String> other = ids.put(id, point);
            if (other != null) {
              throw study.wrong(
                  "run-id", "names that tell " + other + " and " + point + " apart, not " + id);
            }
            runs.add(new Run(id, point, List.copyOf(grids), train(id, point)));
          });
      return List.copyOf(runs);
    }

    /** All combinations of a grid's values, the last axis changing fastest. */
    private List<Map<String, String>> points(Section grid) {
      for (String axis : grid.keys()) {
        if (!axis.equals("name")) {
          requireAxis(grid, axis);
        }
      }
      List<Map<String, String>> points = List.of(Map.of());
      for (String axis : axes.keys()) {
        List<Map<String, String>> longer = new ArrayList<>();
        for (Map<String, String> point : points) {
          for (String value : values(grid, axis)) {
            Map<String, String> next = new TreeMap<>(point);
            next.put(axis, value);
            longer.add(Collections.unmodifiableMap(next));
          }
        }
        points = longer;
      }
      return points;
    }

    private List<String> values(Section grid, String axis) {
      if (!grid.isGiven(axis)) {
        String value = defaults.get(axis);
        if (value == null) {
          throw grid.wrong(
              "name", "a grid that has the axis " + axis + ", or study.defaults." + axis);
        }
        return List.of(value);
      }
      List<String> values = grid.words(axis);
      values.forEach(value -> requireValue(grid, axis, value));
      return values;
    }

    private void requireAxis(Section where, String axis) {
      if (!axes.keys().contains(axis)) {
        throw where.wrong(axis, "an axis of study.axes: " + String.join(", ", axes.keys()));
      }
    }

    private void requireValue(Section where, String axis, String value) {
      List<String> known = axes.child(axis).keys();
      if (!known.contains(value)) {
        throw where.wrong(
            axis, "values of study.axes." + axis + ", which are " + String.join(", ", known));
      }
    }

    private String runId(Map<String, String> point) {
      String id =
          study
              .optionalText("run-id")
              .orElseGet(
                  () ->
                      String.join("-", axes.keys().stream().map(a -> a + "{" + a + "}").toList()));
      for (Map.Entry<String, String> axis : point.entrySet()) {
        id = id.replace("{" + axis.getKey() + "}", axis.getValue());
      }
      if (id.contains("{")) {
        throw study.wrong(
            "run-id", "only names of axes in braces: " + String.join(", ", axes.keys()));
      }
      return studyId + "-" + id;
    }

    /** A setting of the command line that an axis replaces would be lost without a word. */
    private void refuseOverride(String key, String axisValue) {
      Config all = settings.root().config();
      if (all.hasPath(key) && Settings.isOfCommandLine(all.getValue(key))) {
        throw new ConfigException(
            Settings.place(all.getValue(key))
                + key
                + " is set by the study's axes; expected "
                + axisValue
                + "."
                + key
                + "=…");
      }
    }

    private TrainConfig train(String id, Map<String, String> point) {
      ConfigObject given = ConfigFactory.empty().root();
      Map<String, String> from = new TreeMap<>();
      for (Map.Entry<String, String> axis : point.entrySet()) {
        Section values = axes.child(axis.getKey());
        ConfigObject value = values.child(axis.getValue()).config().root();
        for (Map.Entry<String, ConfigValue> leaf : value.toConfig().entrySet()) {
          String other = from.putIfAbsent(leaf.getKey(), values.name(axis.getValue()));
          if (other != null) {
            throw new ConfigException(
                Settings.place(leaf.getValue())
                    + values.name(axis.getValue())
                    + " sets "
                    + leaf.getKey()
                    + ", which "
                    + other
                    + " sets too; expected axes that set different keys");
          }
        }
        given = given.withFallback(value);
      }
      for (String key : List.of("run.id", "store.path")) {
        if (from.containsKey(key)) {
          throw new ConfigException(
              Settings.place(given.toConfig().getValue(key))
                  + from.get(key)
                  + " sets "
                  + key
                  + ", expected keys other than run.id and store.path: study.run-id names the runs,"
                  + " and all share a store");
        }
      }
      from.forEach(this::refuseOverride);
      ConfigObject named =
          ConfigValueFactory.fromAnyRef(id, "study.run-id").atPath("run.id").root();
      return TrainConfig.of(settings.with(named.withFallback(given)));
    }
  }
}
