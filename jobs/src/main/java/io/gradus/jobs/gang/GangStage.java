package io.gradus.jobs.gang;

import io.gradus.jobs.policy.LostBlockException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.storage.StorageLevel;
import scala.Function1;
import scala.reflect.ClassTag;

/**
 * Runs stages of a gang, a task a member, as barrier stages: all tasks begin together or none does,
 * and one that fails ends the others. What members wait for is the end of the stage before; they
 * never call {@code barrier()} or {@code allGather()}, which look for the others once a second.
 *
 * <p>A member's tasks run where its first one ran, as long as that executor lives and is free, so
 * that what it owns is at hand.
 */
final class GangStage implements AutoCloseable {
  private static final Pattern EXECUTOR = Pattern.compile("executor ([\\w.-]+)");

  /** What Spark says when an executor, and not what it computed, failed. */
  private static final Pattern LOSS =
      Pattern.compile(
          "ExecutorLostFailure|executor lost|heartbeat|disassociated|worker lost|more slots than",
          Pattern.CASE_INSENSITIVE);

  private final JavaSparkContext spark;
  private final int members;
  private final Duration patience;
  private final JavaRDD<Integer> homes;
  private final TaskPlaces places;

  /**
   * Stages of a gang.
   *
   * @param profile what tasks ask Spark for, in place of the default
   * @param patience how long a stage may take
   */
  GangStage(
      JavaSparkContext spark,
      int members,
      java.util.Optional<ResourceProfile> profile,
      Duration patience) {
    this.spark = spark;
    this.members = members;
    this.patience = patience;
    JavaRDD<Integer> together =
        together(spark.parallelize(IntStream.range(0, members).boxed().toList(), members));
    this.homes =
        profile.map(together::withResources).orElse(together).persist(StorageLevel.MEMORY_ONLY());
    this.places = new TaskPlaces();
    spark.sc().addSparkListener(places);
  }

  /** The same numbers, from which on all stages are barrier stages. */
  private static JavaRDD<Integer> together(JavaRDD<Integer> numbers) {
    ClassTag<Integer> type = scala.reflect.ClassTag$.MODULE$.apply(Integer.class);
    Function1<scala.collection.Iterator<Integer>, scala.collection.Iterator<Integer>> same =
        (Function1<scala.collection.Iterator<Integer>, scala.collection.Iterator<Integer>>
                & Serializable)
            all -> all;
    return numbers.rdd().barrier().mapPartitions(same, false, type).toJavaRDD();
  }

  /**
   * Runs a stage.
   *
   * @param what it is, for Spark's web page and for errors
   * @param inputs one a member
   * @param task gets one input
   * @return what the tasks yield, in the order of the members
   * @throws LostGangException if an executor was lost or the stage took too long
   */
  <T, R> List<R> run(String what, List<T> inputs, FlatMapFunction<Iterator<T>, R> task) {
    spark.setJobDescription(what);
    JavaFutureAction<List<R>> job =
        homes.zip(spark.parallelize(inputs, members)).values().mapPartitions(task).collectAsync();
    try {
      return new ArrayList<>(job.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      List<String> busy = places.busy(job.jobIds());
      job.cancel(true);
      busy.forEach(this::replace);
      throw new LostGangException(
          "%s took more than %d s; at work still: %s"
              .formatted(
                  what,
                  patience.toSeconds(),
                  busy.isEmpty()
                      ? "none, since not all members could begin"
                      : "executor " + String.join(", executor ", busy)),
          e);
    } catch (ExecutionException e) {
      throw failure(what, e.getCause());
    } catch (InterruptedException e) {
      job.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException(what + " was interrupted", e);
    } finally {
      spark.setJobDescription(null);
    }
  }

  /** Asks the cluster for another executor in the place of one that does not answer. */
  private void replace(String executor) {
    if (!spark.isLocal()) {
      spark.sc().killAndReplaceExecutor(executor);
    }
  }

  /** What became of a job that failed. */
  private RuntimeException failure(String what, Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (LostBlockException.isCauseOf(cause) || LOSS.matcher(text).find()) {
      Matcher executor = EXECUTOR.matcher(text);
      List<String> lost = places.lost();
      String where =
          !lost.isEmpty()
              ? "executor " + String.join(", executor ", lost)
              : executor.find() ? "executor " + executor.group(1) : "an executor";
      return new LostGangException(
          "%s lost %s: %s".formatted(what, where, LostGangException.brief(cause)), cause);
    }
    return new IllegalStateException(
        "%s failed: %s".formatted(what, LostGangException.brief(cause)), cause);
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(places);
    homes.unpersist(false);
  }
}
