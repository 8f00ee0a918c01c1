package io.gradus.jobs.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which task is next: of those whose requirements are done, the one with the longest way to
 * the end, so that long work does not come last; a task that wants the machine to itself goes
 * before the others and gets it. Safe for use from many threads.
 */
final class TaskQueue {

  /**
   * A piece of work.
   *
   * @param requires names of tasks that have to be done before
   * @param exclusive whether nothing else may be under way
   * @param seconds about how long it takes
   */
  record Task(
      String name, List<String> requires, boolean exclusive, double seconds, Action action) {}

  /** What a task does. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private final Map<String, Task> waiting = new LinkedHashMap<>();
  private final Map<String, Double> urgency = new HashMap<>();
  private final Set<String> done = new HashSet<>();
  private final Map<String, Throwable> failed = new LinkedHashMap<>();
  private final List<Task> running = new ArrayList<>();

  /** A queue of tasks with distinct names, whose requirements are among them. */
  TaskQueue(List<Task> tasks) {
    tasks.forEach(task -> waiting.put(task.name(), task));
    tasks.forEach(task -> urgency(task.name()));
  }

  /** Seconds from the beginning of a task to the end of the longest chain that waits for it. */
  private double urgency(String name) {
    Double known = urgency.get(name);
    if (known != null) {
      return known;
    }
    double after = 0;
    for (Task task : waiting.values()) {
      if (task.requires().contains(name)) {
        after = Math.max(after, urgency(task.name()));
      }
    }
    double all = waiting.get(name).seconds() + after;
    urgency.put(name, all);
    return all;
  }

  /** Waits for a task that may begin; empty when none is left. */
  synchronized Optional<Task> take() throws InterruptedException {
    while (true) {
      giveUpHopeless();
      if (waiting.isEmpty()) {
        return Optional.empty();
      }
      Optional<Task> next = next();
      if (next.isPresent()) {
        waiting.remove(next.get().name());
        running.add(next.get());
        return next;
      }
      wait();
    }
  }

  private Optional<Task> next() {
    if (running.stream().anyMatch(Task::exclusive)) {
      return Optional.empty();
    }
    Optional<Task> first =
        waiting.values().stream()
            .filter(task -> done.containsAll(task.requires()))
            .max(
                Comparator.comparing(Task::exclusive)
                    .thenComparing(task -> urgency.get(task.name())));
    return first.filter(task -> !task.exclusive() || running.isEmpty());
  }

  /** A task whose requirement has failed fails of the same. */
  private void giveUpHopeless() {
    boolean more = true;
    while (more) {
      more = false;
      for (Task task : List.copyOf(waiting.values())) {
        for (String required : task.requires()) {
          if (failed.containsKey(required)) {
            waiting.remove(task.name());
            failed.put(task.name(), failed.get(required));
            more = true;
            break;
          }
        }
      }
    }
  }

  /** A task that was taken is done. */
  synchronized void finished(Task task) {
    running.remove(task);
    done.add(task.name());
    notifyAll();
  }

  /** A task that was taken has failed; the others go on. */
  synchronized void failed(Task task, Throwable cause) {
    running.remove(task);
    failed.put(task.name(), cause);
    giveUpHopeless();
    notifyAll();
  }

  /** What tasks have failed of so far, by name, in the order of their failing. */
  synchronized Map<String, Throwable> failures() {
    return new LinkedHashMap<>(failed);
  }
}
