package io.gradus.jobs.cli;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Ends Spark jobs whose executors keep dying. Spark itself counts failures of a task only, and
 * starts new executors without end where those that die have none.
 *
 * <p>Counted are the executors lost since a task last finished or, if that is later, since there
 * was nothing to do. {@code spark.gradus.maxExecutorLosses} is how many end the jobs, 10 where it
 * is not set.
 */
final class ExecutorLosses extends SparkListener {
  static final String KEY = "spark.gradus.maxExecutorLosses";
  private static final int DEFAULT = 10;

  private final int most;
  private final BiConsumer<Integer, String> cancelJob;
  private final Map<String, String> hosts = new ConcurrentHashMap<>();
  private final Set<Integer> jobs = new TreeSet<>();
  private int lost;

  /**
   * A count.
   *
   * @param most losses that end the jobs
   * @param cancelJob ends a job, for a reason
   */
  ExecutorLosses(int most, BiConsumer<Integer, String> cancelJob) {
    this.most = most;
    this.cancelJob = cancelJob;
  }

  /** Watches the executors of a session. */
  static void watch(SparkContext spark) {
    int most = spark.conf().getInt(KEY, DEFAULT);
    spark.addSparkListener(new ExecutorLosses(most, (job, why) -> spark.cancelJob(job, why)));
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    hosts.put(added.executorId(), added.executorInfo().executorHost());
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    String host = hosts.getOrDefault(removed.executorId(), "an unknown host");
    hosts.remove(removed.executorId());
    if (jobs.isEmpty()) {
      return;
    }
    lost++;
    if (lost >= most) {
      String why =
          ("since %d executors were lost and no task finished; the last one, %s on %s: %s."
                  + " Expected executors that live (their logs say more), or a larger %s")
              .formatted(lost, removed.executorId(), host, removed.reason(), KEY);
      jobs.forEach(job -> cancelJob.accept(job, why));
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd ended) {
    if (ended.reason() == Success$.MODULE$) {
      lost = 0;
    }
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart started) {
    if (jobs.isEmpty()) {
      lost = 0;
    }
    jobs.add(started.jobId());
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd ended) {
    jobs.remove(ended.jobId());
  }
}
