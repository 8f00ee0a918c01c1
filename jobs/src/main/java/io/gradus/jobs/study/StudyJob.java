package io.gradus.jobs.study;

import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.pretrain.InitialModel;
import io.gradus.jobs.store.ModelCache;
import io.gradus.jobs.store.RunStore;
import io.gradus.jobs.store.StoreException;
import io.gradus.jobs.study.TaskQueue.Task;
import io.gradus.jobs.train.RunChecks;
import io.gradus.jobs.train.TrainJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Makes the models of a study and runs its runs, several side by side, each in a thread of the
 * driver and a pool of Spark's fair scheduler. A run depends on its own settings alone, so that it
 * leaves the same bytes whatever runs beside it. What earlier calls have finished is not done
 * again, and what they left unfinished resumes from its last commit.
 */
public final class StudyJob {
  private static final String POOL = "spark.scheduler.pool";

  private final SparkSession spark;
  private final StudyPlan plan;
  private final StudyListener listener;

  /**
   * @param spark whose scheduler is fair, or runs wait for one another's stages
   */
  public StudyJob(SparkSession spark, StudyPlan plan, StudyListener listener) {
    this.spark = spark;
    this.plan = plan;
    this.listener = listener;
  }

  /**
   * Makes the models that runs of the plan need and that are not there.
   *
   * @return what failed, by model directory
   * @throws RefusedRun if a run that is not done cannot work; then nothing has been made or written
   */
  public Map<String, Throwable> makeModels() throws IOException {
    List<PlannedRun> open = unfinished();
    check(open);
    List<Task> tasks = new ArrayList<>();
    plan.models().values().forEach(config -> addModel(config, tasks));
    return execute(tasks, plan.runs().size() - open.size());
  }

  /**
   * Runs all runs of the plan that are not done, making the models that they need.
   *
   * @return what failed, by run or model directory
   * @throws RefusedRun if a run that is not done cannot work; then nothing has been made or written
   */
  public Map<String, Throwable> run() throws IOException {
    List<PlannedRun> open = unfinished();
    check(open);
    List<Task> tasks = new ArrayList<>();
    for (PlannedRun run : open) {
      Optional<String> model = addModel(run.config(), tasks);
      tasks.add(
          new Task(
              run.id(),
              model.stream().toList(),
              run.exclusive(),
              CostGuess.run(run.config()),
              () -> TrainJob.run(spark, run.config(), listener.of(run.id()))));
    }
    return execute(tasks, plan.runs().size() - open.size());
  }

  /**
   * Makes the checks of every run before the first model is made. Spark throws whatever it likes. A
   * run whose files are damaged is no mistake of the study: it fails by itself, the others run.
   */
  @SuppressWarnings("IllegalCatch")
  private void check(List<PlannedRun> open) {
    RunChecks checks = new RunChecks(spark);
    for (PlannedRun run : open) {
      try {
        checks.check(run.config());
      } catch (StoreException damaged) {
        continue;
      } catch (Exception obstacle) {
        throw new RefusedRun(run.id(), obstacle);
      }
    }
  }

  /** Runs whose last step no commit covers. */
  public List<PlannedRun> unfinished() throws IOException {
    return unfinished(spark.sparkContext().hadoopConfiguration(), plan);
  }

  /** As {@link #unfinished()}, without Spark. */
  public static List<PlannedRun> unfinished(
      org.apache.hadoop.conf.Configuration hadoop, StudyPlan plan) throws IOException {
    List<PlannedRun> open = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      TrainConfig config = run.config();
      RunStore store = RunStore.open(hadoop, config.store().path());
      try {
        if (store.lastStep(run.id(), config.json()).orElse(-1) < config.steps()) {
          open.add(run);
        }
      } catch (StoreException damaged) {
        // It will fail by itself, and not take the others along.
        open.add(run);
      }
    }
    return open;
  }

  /** Adds what makes a model, if it has to be made; its name is that of the model's directory. */
  private Optional<String> addModel(TrainConfig config, List<Task> tasks) {
    String name = InitialModel.location(config);
    if (tasks.stream().anyMatch(task -> task.name().equals(name))) {
      return Optional.of(name);
    }
    if (config.model().pretrain().isEmpty() || isThere(config, name)) {
      return Optional.empty();
    }
    PretrainConfig pretrain = config.model().pretrain().get();
    List<String> requires = new ArrayList<>();
    if (!pretrain.finetune().isEmpty()) {
      addModel(InitialModel.beforeFinetune(config), tasks).ifPresent(requires::add);
    }
    double seconds =
        CostGuess.phases(
            pretrain, pretrain.finetune().isEmpty() ? pretrain.phases() : pretrain.finetune());
    tasks.add(
        new Task(
            name,
            requires,
            pretrain.threads() > 1,
            seconds,
            () -> InitialModel.of(spark, config, listener.of(name))));
    return Optional.of(name);
  }

  private boolean isThere(TrainConfig config, String model) {
    try {
      return ModelCache.of(spark.sparkContext().hadoopConfiguration(), config.model().cache())
          .has(model);
    } catch (IOException e) {
      throw new UncheckedIOException(model + " cannot be looked for", e);
    }
  }

  private Map<String, Throwable> execute(List<Task> tasks, int done) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    tasks.forEach(task -> seconds.put(task.name(), task.seconds()));
    listener.begun(plan, done, seconds);
    TaskQueue queue = new TaskQueue(tasks);
    int width = plan.study().sideBySide().orElse(spark.sparkContext().defaultParallelism());
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(width, tasks.size()); i++) {
      Thread worker = new Thread(() -> work(queue), "study-" + i);
      // Ctrl-C ends the process; commits are atomic.
      worker.setDaemon(true);
      worker.start();
      workers.add(worker);
    }
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The study was interrupted", e);
    }
    return new LinkedHashMap<>(queue.failures());
  }

  private void work(TaskQueue queue) {
    try {
      for (Optional<Task> next = queue.take(); next.isPresent(); next = queue.take()) {
        work(queue, next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A run must not take others with it, whatever it dies of. */
  @SuppressWarnings("IllegalCatch")
  private void work(TaskQueue queue, Task task) {
    spark.sparkContext().setLocalProperty(POOL, task.name());
    try {
      listener.started(task.name());
      task.action().run();
      listener.finished(task.name());
      queue.finished(task);
    } catch (Throwable failure) {
      // When the process is being stopped, every run fails of that.
      if (!spark.sparkContext().isStopped()) {
        listener.failed(task.name(), failure);
      }
      queue.failed(task, failure);
    } finally {
      spark.sparkContext().setLocalProperty(POOL, null);
    }
  }
}
