package io.gradus.jobs.train;

import io.gradus.datasets.Problem;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.gang.LostGangException;
import io.gradus.jobs.policy.ScratchFolder;
import io.gradus.jobs.policy.TaskDevice;
import io.gradus.jobs.problems.EncodedProblem;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.CheckpointRef;
import io.gradus.jobs.store.RunStore;
import io.gradus.jobs.store.RunWriter;
import io.gradus.jobs.store.StepCommit;
import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.StoreException;
import io.gradus.jobs.tracking.StepMetrics;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * One GRPO run, from wherever it stopped to its last step. Started again, it resumes from its last
 * commit and leaves what a run that never stopped would have left.
 */
public final class TrainJob {
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final TrainConfig config;
  private final TrainListener listener;

  /** Of a commit after the last step. */
  private double commitSeconds;

  private TrainJob(SparkSession spark, TrainConfig config, TrainListener listener) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.config = config;
    this.listener = listener;
  }

  /** Begins or resumes the run that the settings describe. */
  public static void run(SparkSession spark, TrainConfig config, TrainListener listener)
      throws IOException {
    run(spark, config, listener, OptionalInt.empty());
  }

  /**
   * As {@link #run(SparkSession, TrainConfig, TrainListener)}, but takes the run back first to
   * where a step left it.
   *
   * @param fromStep a step that has a sound checkpoint, or 0; empty: the last one
   */
  public static void run(
      SparkSession spark, TrainConfig config, TrainListener listener, OptionalInt fromStep)
      throws IOException {
    new TrainJob(spark, config, listener).run(fromStep);
  }

  private void run(OptionalInt fromStep) throws IOException {
    new RunChecks(spark).requireStore(config, fromStep);
    RunSetup setup = RunSetup.of(spark, config, listener);
    RunStore store = RunStore.open(context.hadoopConfiguration(), config.store().path());
    try (RunWriter run =
        store.openRun(setup.record(), config.store().keepCheckpoints(), fromStep)) {
      run.restoreProblems(() -> problems(setup));
      run.notes().forEach(listener::noted);
      int last = run.lastCommittedStep().orElse(-1);
      listener.begun(config.run().id(), Math.max(0, last), config.steps());
      if (last >= config.steps()) {
        listener.noted(
            last == config.steps()
                ? "Run %s is complete: %d steps".formatted(config.run().id(), last)
                : "Run %s has %d steps already, more than steps = %d; nothing is done"
                    .formatted(config.run().id(), last, config.steps()));
        return;
      }
      trainThroughLosses(setup.resumed(run.record()), run, store.root());
    }
  }

  /** Trains, and resumes from the last commit when members of a gang were lost. */
  private void trainThroughLosses(RunSetup setup, RunWriter run, String store) throws IOException {
    int lost = 0;
    while (true) {
      int last = run.lastCommittedStep().orElse(-1);
      try {
        train(setup, run, last, new RunTracking(config, run.record(), store, listener));
        return;
      } catch (Exception e) {
        if (!config.update().isGang() || !LostGangException.isCauseOf(e)) {
          throw e;
        }
        lost = run.lastCommittedStep().orElse(-1) > last ? 1 : lost + 1;
        int committed = Math.max(0, run.lastCommittedStep().orElse(-1));
        String id = config.run().id();
        if (lost > config.update().retries()) {
          throw new LostGangException(
              "Run %s stopped after step %d, which is committed: %s. Tried %d times (update.retries = %d); the same command resumes it"
                  .formatted(
                      id, committed, LostGangException.brief(e), lost, config.update().retries()),
              e);
        }
        listener.noted(
            "%s. Run %s resumes after step %d"
                .formatted(LostGangException.brief(e), id, committed));
        GangRoom.await(context, config);
      }
    }
  }

  private void train(RunSetup setup, RunWriter run, int last, RunTracking tracking)
      throws IOException {
    run.dropDiverged();
    RunArithmetic.of(context, config, setup).caution().ifPresent(listener::noted);
    try (Trainer trainer = trainer(setup);
        Restored restored = load(run, trainer);
        References references = trainer.references(restored.checkpoint(), Math.max(0, last))) {
      restored.close();
      GrpoStep grpo =
          new GrpoStep(
              context, config, setup, trainer, Math.max(0, last), restored.totals(), references);
      OwnForecast forecast = new OwnForecast(config, setup.record());
      RunResults results = new RunResults();
      StepWarnings warnings = new StepWarnings();
      List<StepResult> pending = new ArrayList<>();
      if (last < 0) {
        pending.add(grpo.evaluateInitial());
        commit(run, setup, trainer, references, grpo.totals(), pending, tracking, results);
        last = 0;
      } else {
        forecast.resume(spark, config.store().path());
        tracking.resume(spark, config.store().path(), config.run().id());
        results.resume(spark, config.store().path(), config.run().id());
        warnings.resume(spark, config.store().path(), config.run().id());
      }
      for (int step = last + 1; step <= config.steps(); step++) {
        StepResult done = grpo.run(step, commitSeconds).with(warnings);
        commitSeconds = 0;
        if (done.isDiverged()) {
          pending.add(done);
          recordDiverged(run, pending);
          throw diverged(done.row().orElseThrow(), setup, run.lastCommittedStep().orElse(0));
        }
        pending.add(done.withForecast(forecast.after(step, done.evaluations(), grpo.totals())));
        if (step % config.store().commitEvery() == 0 || step == config.steps()) {
          commit(run, setup, trainer, references, grpo.totals(), pending, tracking, results);
        } else {
          tell(pending.get(pending.size() - 1));
        }
      }
      tracking.finished();
    }
  }

  /** Records steps of which the last one diverged; the run's weights stay those committed. */
  private static void recordDiverged(RunWriter run, List<StepResult> pending) {
    int first = pending.get(0).step();
    try (StepCommit commit = run.begin(first, pending.get(pending.size() - 1).step())) {
      addTables(commit, pending);
      commit.steps(rows(pending));
      commit.commitDiverged();
    }
  }

  private DivergedRunException diverged(StepRow row, RunSetup setup, int committed) {
    String remedy = setup.updateType() == ComputeType.FLOAT32 ? "" : " or grpo.dtype = float32";
    return new DivergedRunException(
        ("Run %s diverged at step %d: %s. The step is recorded (steps.status), and weights are those"
                + " committed after step %d. The same command would diverge again; expected a"
                + " lower grpo.learning-rate than %s%s, under another run.id")
            .formatted(
                config.run().id(),
                row.step(),
                row.health().reason().orElseThrow(),
                committed,
                config.grpo().learningRate(),
                remedy));
  }

  private static List<StepRow> rows(List<StepResult> steps) {
    return steps.stream().flatMap(step -> step.row().stream()).toList();
  }

  private static void addTables(StepCommit commit, List<StepResult> pending) {
    for (StepResult step : pending) {
      step.trained().ifPresent(t -> commit.trajectories(step.step(), t.trajectories()));
      step.evaluations().forEach((name, rows) -> commit.evaluations(step.step(), name, rows));
      step.forecast().ifPresent(row -> commit.forecasts(step.step(), List.of(row)));
    }
  }

  /** Of the update, on the driver's device. */
  private Compute compute(RunSetup setup) {
    TaskDevice device = TaskDevice.ofDriver(config.device().update(), spark.sparkContext());
    if (device.isNotable()) {
      listener.noted(device.show());
    }
    return device.compute(Compute.cpu(config.grpo().threads(), setup.updateType()));
  }

  private Trainer trainer(RunSetup setup) throws IOException {
    return config.update().isGang()
        ? new GangTrainer(context, config, setup)
        : new DriverTrainer(context, config, setup, compute(setup));
  }

  /**
   * What a run resumes with beside its trainer.
   *
   * @param scratch folder of the checkpoint, while it is needed
   */
  private record Restored(Totals totals, Optional<Path> checkpoint, Optional<ScratchFolder> scratch)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (scratch.isPresent()) {
        scratch.get().close();
      }
    }
  }

  /** The trainer as the last commit left it, or with the initial model. */
  private static Restored load(RunWriter run, Trainer trainer) throws IOException {
    Optional<CheckpointRef> checkpoint = run.lastCheckpoint();
    if (checkpoint.isEmpty()) {
      trainer.loadInitial();
      return new Restored(Totals.NONE, Optional.empty(), Optional.empty());
    }
    ScratchFolder scratch = ScratchFolder.create("checkpoint");
    try {
      Path directory = checkpoint.get().directory(scratch.path());
      Totals totals = Totals.of(trainer.restore(directory));
      return new Restored(totals, Optional.of(directory), Optional.of(scratch));
    } catch (StoreException damaged) {
      scratch.close();
      throw run.withWaysOut(damaged);
    } catch (IOException | RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  private void commit(
      RunWriter run,
      RunSetup setup,
      Trainer trainer,
      References references,
      Totals totals,
      List<StepResult> pending,
      RunTracking tracking,
      RunResults results)
      throws IOException {
    final long begin = System.nanoTime();
    int first = pending.get(0).step();
    int last = pending.get(pending.size() - 1).step();
    List<StepMetrics> metrics = tracking.metrics(pending);
    try (StepCommit commit = run.begin(first, last)) {
      if (first == 0) {
        commit.problems(problems(setup));
      }
      addTables(commit, pending);
      pending.forEach(step -> results.add(step.step(), step.evaluations()));
      if (last > 0) {
        commit.steps(rows(pending));
        commit.checkpoint(
            folder -> {
              trainer.save(folder, run.record(), config.store().path(), totals.counters());
              references.save(folder);
              Files.writeString(
                  folder.resolve(ModelCard.FILE),
                  ModelCard.of(run.record(), setup.modelConfig(), last, totals, results));
            });
      }
      tracking.addTo(commit, metrics);
      commit.commit();
    }
    tracking.committed(metrics);
    commitSeconds = (System.nanoTime() - begin) / 1e9;
    // Not before: a step that could not be written is not done.
    tell(pending.get(pending.size() - 1));
    pending.clear();
    listener.committed(last, commitSeconds);
  }

  private static List<Problem> problems(RunSetup setup) {
    List<Problem> problems = new ArrayList<>(setup.curriculum().problems());
    setup
        .benchmarks()
        .values()
        .forEach(set -> set.stream().map(EncodedProblem::problem).forEach(problems::add));
    return problems;
  }

  private void tell(StepResult step) {
    if (!step.evaluations().isEmpty()) {
      listener.evaluated(step.step(), step.accuracies());
    }
    step.row().ifPresent(row -> listener.stepped(row, config.steps()));
    step.forecast().ifPresent(forecast -> listener.forecast(step.step(), forecast));
  }
}
