package io.gradus.jobs.gang;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.collection.JavaConverters;

/** Knows on which executors tasks of jobs are running, and which executors were lost. */
final class TaskPlaces extends SparkListener {
  private final Map<Integer, Set<Integer>> stages = new TreeMap<>();
  private final Map<Integer, Map<Long, String>> running = new TreeMap<>();

  private final Set<String> lost = new TreeSet<>();

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    lost.add(removed.executorId());
  }

  /** Ids of executors that were lost since this one listens. */
  synchronized List<String> lost() {
    return List.copyOf(lost);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart started) {
    Set<Integer> ids = new TreeSet<>();
    JavaConverters.seqAsJavaList(started.stageIds()).forEach(id -> ids.add((Integer) id));
    stages.put(started.jobId(), ids);
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd ended) {
    Set<Integer> ids = stages.remove(ended.jobId());
    if (ids != null) {
      ids.forEach(running::remove);
    }
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart started) {
    running
        .computeIfAbsent(started.stageId(), id -> new TreeMap<>())
        .put(started.taskInfo().taskId(), started.taskInfo().executorId());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd ended) {
    Map<Long, String> tasks = running.get(ended.stageId());
    if (tasks != null) {
      tasks.remove(ended.taskInfo().taskId());
    }
  }

  /** Ids of executors that run tasks of jobs. */
  synchronized List<String> busy(List<Integer> jobs) {
    Set<String> executors = new TreeSet<>();
    for (int job : jobs) {
      for (int stage : stages.getOrDefault(job, Set.of())) {
        executors.addAll(running.getOrDefault(stage, Map.of()).values());
      }
    }
    return List.copyOf(executors);
  }
}
