package io.gradus.jobs.export;

import io.gradus.datasets.Curriculum;
import io.gradus.datasets.CurriculumSettings;
import io.gradus.datasets.Problem;
import io.gradus.files.Json;
import io.gradus.files.Sha256;
import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.ProblemSource.Kind;
import io.gradus.jobs.config.PromptConfig;
import io.gradus.jobs.config.RunConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.problems.Golds;
import io.gradus.jobs.problems.ProblemLoader;
import io.gradus.jobs.problems.PromptEncoder;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.training.text.ChatMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * The problems of a study's runs in a trainer's layout, a file for each different set: runs that
 * take the same problems in the same order share one.
 *
 * <p>A file of training problems has the curriculum's order and the reuse cut applied. Where passes
 * over the cut are whole steps the file is one pass; else it has the run's problems from the first
 * step to the last, because trainers drop what is left of a pass at its end, and Gradus does not.
 *
 * <p>Prompts that are too long are left out before the cut, as in a run, where the model's
 * tokenizer is there; otherwise that is left to the trainer.
 */
final class ProblemSets {
  /**
   * A file of problems.
   *
   * @param name of the benchmark, or {@code train}
   * @param file below the export's folder
   * @param rows problems in it; empty where the source is not there
   * @param passes over the file that the run takes
   * @param notes what is to be said in the run's script
   */
  record ProblemSet(
      String name,
      String file,
      OptionalInt rows,
      int passes,
      boolean filtered,
      List<String> notes) {
    ProblemSet {
      notes = List.copyOf(notes);
    }
  }

  private final ProblemLoader loader;
  private final Configuration hadoop;
  private final Trainer trainer;
  private final Path out;
  private final Set<String> written = new HashSet<>();
  private final Map<String, Set<String>> tooLong = new HashMap<>();
  private final Map<String, Set<String>> missing = new TreeMap<>();

  /**
   * @param out the export's folder
   */
  ProblemSets(ProblemLoader loader, Configuration hadoop, Trainer trainer, Path out) {
    this.loader = loader;
    this.hadoop = hadoop;
    this.trainer = trainer;
    this.out = out;
  }

  /** How many files were written. */
  int files() {
    return written.size();
  }

  /** What was found in the sources, a line each. */
  List<String> notes() {
    return loader.notes();
  }

  /** Sources that are not there, with the files that they would have become. */
  Map<String, Set<String>> missing() {
    return missing;
  }

  /**
   * The training problems of a run.
   *
   * @throws IllegalArgumentException if they cannot be read, cut or graded
   */
  ProblemSet training(TrainConfig config) throws IOException {
    ProblemSource source = config.problems().train();
    Map<String, Object> identity = identity(config, source);
    CurriculumSettings settings = curriculum(config);
    identity.put("tau", config.run().tau());
    identity.put("cut", settings.reuse());
    identity.put("seed", settings.reuse() > 1 || isShuffled(settings) ? settings.seed() : 0);
    String prefix = "train-t" + config.run().tau();
    if (!isThere(source)) {
      int steps = config.steps() * config.grpo().prompts();
      identity.put("prompts", steps);
      String file = file(prefix, identity);
      lacks(source, file);
      return new ProblemSet(
          "train",
          file,
          OptionalInt.empty(),
          config.run().tau(),
          false,
          List.of(
              "The problems of %s were not there: %s is still to be written, and whether %d passes over it are the run's steps is not known."
                  .formatted(source.location(), file, config.run().tau())));
    }
    List<Problem> all = loader.load(source, "train", excluded(config), config.problems().golds());
    Set<String> dropped = tooLong(config, source, "train", all);
    List<Problem> kept = all.stream().filter(problem -> !dropped.contains(problem.id())).toList();
    identity.put("dropped", dropped);
    requireGradable(config, kept);
    if (settings.reuse() > kept.size()) {
      throw config
          .origins()
          .wrong("run.tau", "at most %d, the number of training problems".formatted(kept.size()));
    }
    Curriculum curriculum = Curriculum.of(kept, settings);
    int pass = curriculum.problems().size();
    int prompts = config.grpo().prompts();
    if (prompts > pass) {
      throw config
          .origins()
          .wrong("grpo.prompts", "at most %d, the problems of a pass".formatted(pass));
    }
    boolean onePass = config.steps() <= pass / prompts;
    boolean whole = !isShuffled(settings) && (onePass || pass % prompts == 0);
    List<Problem> rows = curriculum.problems();
    List<String> notes = new ArrayList<>();
    if (!whole) {
      rows = new ArrayList<>();
      for (int step = 0; step < config.steps(); step++) {
        rows.addAll(curriculum.batch(step, prompts));
      }
      identity.put("prompts", rows.size());
      notes.add(
          String.format(
              Locale.ROOT,
              "A pass over the %,d problems is no whole number of steps, or is shuffled anew: the file has the run's %,d prompts in order.",
              pass,
              rows.size()));
    }
    String file = file(prefix, identity);
    write(file, exported(config, "train", source, rows));
    int passes = whole ? (config.steps() * prompts + pass - 1) / pass : 1;
    return new ProblemSet(
        "train", file, OptionalInt.of(rows.size()), passes, isFiltered(config), notes);
  }

  /** The held-out problems of a run; empty where the exported reward cannot grade them. */
  Optional<ProblemSet> heldOut(TrainConfig config, Benchmark benchmark) throws IOException {
    ProblemSource source = benchmark.problems();
    Map<String, Object> identity = identity(config, source);
    identity.put("name", benchmark.name());
    if (!isThere(source)) {
      if (source.grading() == ProblemSource.Grading.PROGRAM) {
        return Optional.empty();
      }
      String file = file(benchmark.name(), identity);
      lacks(source, file);
      return Optional.of(
          new ProblemSet(benchmark.name(), file, source.limit(), 1, false, List.of()));
    }
    List<Problem> all = loader.load(source, benchmark.name(), Set.of(), config.problems().golds());
    Set<String> dropped = tooLong(config, source, benchmark.name(), all);
    List<Problem> kept = all.stream().filter(problem -> !dropped.contains(problem.id())).toList();
    if (hasPrograms(kept, source)) {
      return Optional.empty();
    }
    identity.put("dropped", dropped);
    String file = file(benchmark.name(), identity);
    write(file, exported(config, benchmark.name(), source, kept));
    return Optional.of(
        new ProblemSet(
            benchmark.name(), file, OptionalInt.of(kept.size()), 1, isFiltered(config), List.of()));
  }

  private static boolean isShuffled(CurriculumSettings settings) {
    return settings.order() == CurriculumSettings.Order.SHUFFLED;
  }

  private static CurriculumSettings curriculum(TrainConfig config) {
    CurriculumSettings.Order order =
        switch (config.problems().train().order()) {
          case AS_GIVEN -> CurriculumSettings.Order.SOURCE;
          case EASY_FIRST -> CurriculumSettings.Order.DIFFICULTY;
          case SHUFFLED -> CurriculumSettings.Order.SHUFFLED;
        };
    boolean cut = config.run().subset() == RunConfig.Subset.CUT;
    return new CurriculumSettings(order, cut ? config.run().tau() : 1, config.seed());
  }

  /** Prompts that made-up training problems must not repeat. */
  private Set<String> excluded(TrainConfig config) {
    Set<String> excluded = new TreeSet<>();
    if (config.problems().train().kind() == Kind.SYNTHETIC) {
      for (Benchmark benchmark : config.evaluate().heldOut(config.problems().test())) {
        if (isThere(benchmark.problems())) {
          excluded.addAll(
              ProblemLoader.prompts(
                  loader.load(
                      benchmark.problems(),
                      benchmark.name(),
                      Set.of(),
                      config.problems().golds())));
        }
      }
    }
    return excluded;
  }

  private void requireGradable(TrainConfig config, List<Problem> problems) {
    if (hasPrograms(problems, config.problems().train())) {
      throw config
          .origins()
          .wrong(
              "problems.train.path",
              "problems whose answers are no programs: the exported reward runs none");
    }
  }

  private static boolean hasPrograms(List<Problem> problems, ProblemSource source) {
    return problems.stream()
        .anyMatch(p -> Golds.of(p, source.grading()).rule() == GradingRule.PROGRAM);
  }

  /** Everything that decides what stands in a file, beside what its problems turn out to be. */
  private static Map<String, Object> identity(TrainConfig config, ProblemSource source) {
    PromptConfig prompt = config.problems().prompt();
    Map<String, Object> identity = new TreeMap<>(source.identity());
    identity.put("grading", source.grading().name());
    identity.put("template", prompt.template().name());
    identity.put("system", prompt.system().orElse(""));
    identity.put("suffix", prompt.suffix());
    identity.put("golds", config.problems().golds().name());
    if (source.kind() == Kind.SYNTHETIC) {
      identity.put(
          "held out",
          config.evaluate().heldOut(config.problems().test()).stream()
              .map(benchmark -> benchmark.problems().identity())
              .toList());
    }
    return identity;
  }

  private String file(String prefix, Map<String, Object> identity) {
    String digest = Sha256.hex(Json.canonical(identity).getBytes(StandardCharsets.UTF_8));
    return "data/%s-%s%s".formatted(prefix, digest.substring(0, 8), trainer.ending());
  }

  private boolean isThere(ProblemSource source) {
    if (source.kind() == Kind.SYNTHETIC) {
      return true;
    }
    try {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(source.location());
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s cannot be looked at: %s".formatted(source.location(), e.getMessage()), e);
    }
  }

  private void lacks(ProblemSource source, String file) {
    missing.computeIfAbsent(source.location(), location -> new TreeSet<>()).add(file);
  }

  private static Optional<Path> tokenizer(TrainConfig config) {
    return config
        .model()
        .path()
        .filter(path -> !path.contains(":"))
        .map(Path::of)
        .filter(path -> Files.isRegularFile(path.resolve("tokenizer.json")));
  }

  private static boolean isFiltered(TrainConfig config) {
    return tokenizer(config).isPresent();
  }

  /** Ids of problems whose prompts are too long for a run; none where there is no tokenizer. */
  private Set<String> tooLong(
      TrainConfig config, ProblemSource source, String split, List<Problem> problems)
      throws IOException {
    Optional<Path> tokenizer = tokenizer(config);
    if (tokenizer.isEmpty()) {
      return Set.of();
    }
    PromptConfig prompt = config.problems().prompt();
    Map<String, Object> key = new TreeMap<>(identity(config, source));
    key.put("tokenizer", tokenizer.get().toString());
    key.put("split", split);
    key.put("most", prompt.maxTokens());
    key.put("options", String.valueOf(prompt.options()));
    String name = Json.canonical(key);
    if (!tooLong.containsKey(name)) {
      PromptEncoder encoder =
          new PromptEncoder(TokenizerBundle.read(tokenizer.get()).tokenizer(), prompt);
      Set<String> long_ = new TreeSet<>();
      for (Problem problem : problems) {
        if (encoder.encode(problem).length > prompt.maxTokens()) {
          long_.add(problem.id());
        }
      }
      tooLong.put(name, long_);
    }
    return tooLong.get(name);
  }

  private static List<ExportedProblem> exported(
      TrainConfig config, String set, ProblemSource source, List<Problem> problems) {
    return problems.stream().map(p -> exported(config, set, source, p)).toList();
  }

  private static ExportedProblem exported(
      TrainConfig config, String set, ProblemSource source, Problem problem) {
    PromptConfig prompt = config.problems().prompt();
    Gold gold = Golds.of(problem, source.grading());
    List<ChatMessage> messages =
        prompt.template() == PromptConfig.Template.CHAT
            ? PromptEncoder.messages(problem, prompt)
            : List.of(ChatMessage.user(problem.prompt() + prompt.suffix()));
    return new ExportedProblem(
        set,
        messages,
        gold.answer(),
        gold.rule().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        problem.id(),
        problem.split(),
        problem.difficulty());
  }

  private void write(String file, List<ExportedProblem> problems) throws IOException {
    if (!written.add(file)) {
      return;
    }
    Path path = out.resolve(file);
    Files.createDirectories(path.getParent());
    switch (trainer) {
      case VERL -> VerlParquet.write(path, problems);
      case TRL -> TrlLines.write(path, problems);
    }
  }
}
