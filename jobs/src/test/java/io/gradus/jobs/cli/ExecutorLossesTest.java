package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class ExecutorLossesTest {
  private final List<String> cancelled = new ArrayList<>();
  private final ExecutorLosses losses =
      new ExecutorLosses(3, (job, why) -> cancelled.add("job " + job + " " + why));

  private void lose(String executor) {
    losses.onExecutorAdded(
        new SparkListenerExecutorAdded(
            0, executor, new ExecutorInfo("node" + executor, 1, empty())));
    losses.onExecutorRemoved(
        new SparkListenerExecutorRemoved(0, executor, "Command exited with code 137"));
  }

  @SuppressWarnings("unchecked")
  private static <K, V> scala.collection.immutable.Map<K, V> empty() {
    return (scala.collection.immutable.Map<K, V>) scala.collection.immutable.Map$.MODULE$.empty();
  }

  private void begin(int job) {
    losses.onJobStart(
        new SparkListenerJobStart(
            job,
            0,
            JavaConverters.asScalaBuffer(List.<org.apache.spark.scheduler.StageInfo>of()).toSeq(),
            new Properties()));
  }

  private void end(int job) {
    losses.onJobEnd(new SparkListenerJobEnd(job, 0, JobSucceeded$.MODULE$));
  }

  private void endTask(TaskEndReason reason) {
    losses.onTaskEnd(new SparkListenerTaskEnd(0, 0, "ResultTask", reason, null, null, null));
  }

  @Test
  void endsAllJobsWhenNoTaskFinishes() {
    begin(4);
    begin(5);
    lose("0");
    lose("1");
    assertThat(cancelled).isEmpty();
    lose("2");
    String why =
        " since 3 executors were lost and no task finished; the last one, 2 on node2: Command"
            + " exited with code 137. Expected executors that live (their logs say more), or a"
            + " larger spark.gradus.maxExecutorLosses";
    assertThat(cancelled).containsExactly("job 4" + why, "job 5" + why);
  }

  @Test
  void aFinishedTaskBeginsTheCountAnewAndAKilledOneDoesNot() {
    begin(1);
    lose("0");
    lose("1");
    endTask(Success$.MODULE$);
    lose("2");
    lose("3");
    assertThat(cancelled).isEmpty();
    endTask(
        new TaskKilled(
            "lost",
            JavaConverters.asScalaBuffer(List.<org.apache.spark.scheduler.AccumulableInfo>of())
                .toSeq(),
            JavaConverters.asScalaBuffer(List.<org.apache.spark.util.AccumulatorV2<?, ?>>of())
                .toSeq(),
            JavaConverters.asScalaBuffer(List.<Object>of()).toSeq()));
    lose("4");
    assertThat(cancelled).hasSize(1);
  }

  /** Idle executors are taken away as a matter of course. */
  @Test
  void executorsLostBetweenJobsDoNotCount() {
    begin(1);
    lose("0");
    end(1);
    lose("1");
    lose("2");
    lose("3");
    begin(2);
    lose("4");
    lose("5");
    assertThat(cancelled).isEmpty();
    lose("6");
    assertThat(cancelled).hasSize(1);
  }

  @Test
  void executorsOfALocalClusterHaveTheMemoryOfItsWorkers() {
    assertThat(SparkSessions.defaults("local-cluster[2, 1, 1500]"))
        .containsEntry("spark.executor.memory", "1500m");
    assertThat(SparkSessions.defaults("local-cluster[2,1,2048]"))
        .containsEntry("spark.executor.memory", "2048m");
    assertThat(SparkSessions.defaults("spark://host:7077"))
        .doesNotContainKey("spark.executor.memory");
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "1g");
    SparkSessions.defaults("local-cluster[2,1,2048]").forEach(conf::setIfMissing);
    assertThat(Map.of("memory", conf.get("spark.executor.memory"))).containsEntry("memory", "1g");
  }
}
