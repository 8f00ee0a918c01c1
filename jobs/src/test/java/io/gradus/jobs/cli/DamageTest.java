package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.files.Folders;
import io.gradus.files.Sha256;
import io.gradus.jobs.testkit.TinyRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damages each kind of file of a store of two runs and lets commands loose on it: they give right
 * values or say which file or run is damaged. {@code -Dgradus.damage=write} tries every kind with
 * every damage and command, which takes half an hour, and writes the table of docs/damage.md.
 */
class DamageTest {
  private static final String RUN = FileKinds.RUN;
  private static final Path PAGE = Path.of("../docs/damage.md");
  private static final String BEGIN =
      "<!-- Made by a test; CONTRIBUTING.md says how to renew it. -->\n";
  private static final String END = "<!-- End of what is made. -->\n";

  private static final String CONF =
      TinyRun.CONF
          + """
          evaluate { every = 1, temperature = 1 }
          study {
            id = tiny
            run-id = "{variant}-s{seed}"
            axes { variant { base {} }, seed { 1 { seed = 1 }, 2 { seed = 2 } } }
            grids = [ { name = all, variant = [base], seed = [1, 2] } ]
          }
          """;

  private static final String QUERY =
      Stream.of("runs", "problems", "trajectories", "steps", "evaluations", "run_forecasts")
          .map(
              "SELECT '%1$s' AS name, count(*) AS n, sum(hash(to_json(struct(*)))) AS h FROM %1$s"
                  ::formatted)
          .collect(Collectors.joining(" UNION ALL ", "SELECT * FROM (", ") ORDER BY name"));

  enum Command {
    SQL,
    TRAIN,
    EVALUATE,
    ANALYZE,
    STUDY,
    CHECK
  }

  /** What a command said and left. */
  private record Result(int code, String out, String said, Map<String, String> left) {}

  @TempDir static Path temporary;
  private static Path base;
  private static final Map<String, Result> EXPECTED = new HashMap<>();
  private static final List<String> LOG = new ArrayList<>();
  private static AbstractAppender appender;

  @BeforeAll
  static void makeStore() throws IOException {
    appender =
        new AbstractAppender("damage", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
              LOG.add(event.getMessage().getFormattedMessage());
            }
          }
        };
    appender.start();
    ((Logger) LogManager.getRootLogger()).addAppender(appender);
    Files.writeString(temporary.resolve("tiny.conf"), CONF);
    Files.writeString(
        temporary.resolve("problems.jsonl"),
        "{\"prompt\":\"1+2=\",\"answer\":\"3\"}\n{\"prompt\":\"1+3=\",\"answer\":\"4\"}\n");
    base = Files.createDirectory(temporary.resolve("base"));
    Result made = run("study", conf(), "store.path=" + base, "--out", out("base-report"));
    assertThat(made.code()).as(made.said()).isZero();
  }

  @AfterAll
  static void removeAppender() {
    if (appender != null) {
      ((Logger) LogManager.getRootLogger()).removeAppender(appender);
    }
  }

  private static String conf() {
    return temporary.resolve("tiny.conf").toString();
  }

  private static String out(String name) {
    return temporary.resolve(name).toString();
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    LOG.clear();
    int code =
        Gradus.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Result(
        code, out.toString(), err + String.join("\n", LOG) + "\n" + out, new TreeMap<>());
  }

  private static Result run(Command command, Path store, String kind) throws IOException {
    String at = store.toString();
    Path report = temporary.resolve("report");
    Folders.delete(report);
    Result result =
        switch (command) {
          case SQL -> run("sql", "--store", at, "--format", "csv", QUERY);
          case TRAIN ->
              run("train", conf(), "store.path=" + at, "run.id=" + RUN, "seed=1", "steps=3");
          case EVALUATE ->
              run(
                  "evaluate",
                  "--model",
                  store.resolve(model(kind)).toString(),
                  "--problems",
                  temporary.resolve("problems.jsonl").toString(),
                  "--source",
                  "jsonl",
                  "problems.prompt.template=plain",
                  "evaluate.temperature=1",
                  "evaluate.max-tokens=6");
          case ANALYZE -> run("analyze", "--store", at, "--out", report.toString());
          case STUDY ->
              run("study", conf(), "store.path=" + at, "steps=3", "--out", report.toString());
          case CHECK -> run("store", "check", "--store", at);
        };
    Map<String, String> left = new TreeMap<>();
    if (command == Command.TRAIN || command == Command.STUDY) {
      for (String part : List.of("checkpoints", "trajectories", "evaluations")) {
        sums(store.resolve(part), left);
      }
      left.keySet().removeIf(name -> !name.contains("step-00000003") && !name.contains("step=3"));
    }
    return new Result(result.code(), result.out(), result.said(), left);
  }

  /** The model that is evaluated: the one with the file. */
  private static String model(String kind) throws IOException {
    if (kind.contains("initial model")) {
      return base.relativize(FileKinds.find(base, "models/*")).toString();
    }
    return "checkpoints/%s/step-0000000%d".formatted(RUN, kind.startsWith("older") ? 1 : 2);
  }

  private static void sums(Path folder, Map<String, String> sums) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sums.put(
            folder.getParent().relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  /** What the command does with the store as it is. */
  private static Result expected(Command command, String kind) throws IOException {
    String key = command + (command == Command.EVALUATE ? model(kind) : "");
    if (!EXPECTED.containsKey(key)) {
      Result result = run(command, fresh(), kind);
      assertThat(result.code()).as(command + ": " + result.said()).isZero();
      EXPECTED.put(key, result);
    }
    return EXPECTED.get(key);
  }

  /** A copy of the store; all copies have one name, since outputs have it. */
  private static Path fresh() throws IOException {
    Path store = temporary.resolve("store");
    Folders.delete(store);
    copy(base, store);
    return store;
  }

  /** What a command does about a damaged file, in the words of the table. */
  private static String outcome(String kind, Damage damage, Command command) throws IOException {
    Result whole = expected(command, kind);
    Path store = fresh();
    Path file = FileKinds.find(store, FileKinds.NAMES.get(kind));
    damage.to(file);
    Result result = run(command, store, kind);
    Path name = store.relativize(file);
    boolean named =
        Stream.of(
                name.toString(),
                "%s has no %s".formatted(name.getParent(), name.getFileName()),
                "(run " + RUN + ",",
                "run " + RUN + " is left out",
                "run " + RUN + ": manifest")
            .anyMatch(result.said()::contains);
    boolean isMade = command == Command.TRAIN || command == Command.STUDY;
    if (result.code() == 0
        && (isMade
            ? result.left().equals(whole.left())
            : withoutTimes(result).equals(withoutTimes(whole)))) {
      return named ? "right, and said" : "right";
    }
    if (!named) {
      return "UNNOTICED, exit %d: %s".formatted(result.code(), result.said());
    }
    if (result.code() == 0) {
      return "others read, run named";
    }
    boolean otherRan =
        result.left().keySet().stream().anyMatch(made -> made.contains("tiny-base-s2"));
    return (command == Command.STUDY && otherRan ? "other run done, " : "")
        + "named, exit "
        + result.code();
  }

  /** What is printed, but for seconds and how many files were read. */
  private static String withoutTimes(Result result) {
    return result.out().replaceAll("[0-9.]+ s\\b|[0-9,]+ files of", "");
  }

  @ParameterizedTest
  @CsvSource({
    "'manifest, the last', CUT, SQL, 'others read, run named'",
    "'manifest, an earlier', CUT, TRAIN, 'named, exit 2'",
    "'manifest, the first', DELETED, STUDY, 'other run done, named, exit 1'",
    "runs, FOLDER, ANALYZE, 'named, exit 2'",
    "problems, BIT, SQL, 'named, exit 2'",
    "trajectories, BIT, SQL, 'named, exit 2'",
    "trajectories, DELETED, CHECK, 'named, exit 1'",
    "steps, CUT, TRAIN, 'named, exit 2'",
    "evaluations, BIT, ANALYZE, 'named, exit 2'",
    "evaluations, BIT, TRAIN, 'named, exit 2'",
    "run_forecasts, EMPTY, SQL, 'named, exit 2'",
    "event file, BIT, SQL, right",
    "'newest checkpoint, weights', BIT, TRAIN, 'named, exit 2'",
    "'newest checkpoint, weights', BIT, EVALUATE, 'named, exit 2'",
    "'newest checkpoint, moments', CUT, EVALUATE, right",
    "'newest checkpoint, config.json', DELETED, EVALUATE, 'named, exit 2'",
    "'initial model, config.json', DELETED, EVALUATE, 'named, exit 2'",
    "'older checkpoint, weights', BIT, CHECK, 'named, exit 1'",
    "'initial model, weights', BIT, EVALUATE, 'named, exit 2'",
    "'initial model, generation_config.json', BIT, TRAIN, 'named, exit 2'",
    "sums of the initial model, EMPTY, TRAIN, 'named, exit 2'",
    "owner's record, CUT, TRAIN, right",
  })
  void noDamageGoesUnnoticed(String kind, Damage damage, Command command, String expected)
      throws IOException {
    assertThat(outcome(kind, damage, command)).isEqualTo(expected);
  }

  /** Nobody needs them, or the file is whole without the bit, such as an owner's name. */
  private static boolean isOfNoUse(String kind, Damage damage) {
    return switch (kind) {
      case "lock", "owner's record" -> true;
      case "event file", "sums of the initial model" -> damage == Damage.DELETED;
      default -> kind.startsWith("manifest") && damage == Damage.BIT;
    };
  }

  /** Of every kind, whatever happened to it. */
  @ParameterizedTest
  @EnumSource
  void storeCheckNamesWhatIsDamaged(Damage damage) throws IOException {
    for (String kind : FileKinds.NAMES.keySet()) {
      String outcome = outcome(kind, damage, Command.CHECK);
      if (!isOfNoUse(kind, damage)) {
        assertThat(outcome).as(kind + ", " + damage).isEqualTo("named, exit 1");
      } else {
        assertThat(outcome).as(kind + ", " + damage).isIn("right", "named, exit 1");
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "gradus.damage", matches = "write")
  void theTableIsWhatCommandsDo() throws IOException {
    StringBuilder table =
        new StringBuilder(
            "| file | damage | `sql` | `train` | `evaluate` | `analyze` | `study` | `store check` |\n|---|---|---|---|---|---|---|---|\n");
    for (String kind : FileKinds.NAMES.keySet()) {
      for (Damage damage : Damage.values()) {
        List<String> row = new ArrayList<>(List.of(kind, damage.name().toLowerCase(Locale.ROOT)));
        for (Command command : Command.values()) {
          row.add(outcome(kind, damage, command));
        }
        System.out.println("ROW " + String.join(" | ", row));
        table.append("| ").append(String.join(" | ", row)).append(" |\n");
      }
    }
    assertThat(table.toString()).doesNotContain("UNNOTICED");
    String page = Files.readString(PAGE);
    Matcher made =
        Pattern.compile(Pattern.quote(BEGIN) + ".*" + Pattern.quote(END), Pattern.DOTALL)
            .matcher(page);
    Files.writeString(
        PAGE, made.replaceFirst(Matcher.quoteReplacement(BEGIN + "\n" + table + "\n" + END)));
  }
}
