package io.gradus.jobs.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.study.TaskQueue.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
  private static Task task(String name, double seconds, String... requires) {
    return new Task(name, List.of(requires), false, seconds, () -> {});
  }

  private static Task exclusive(String name, double seconds, String... requires) {
    return new Task(name, List.of(requires), true, seconds, () -> {});
  }

  private static Task take(TaskQueue queue) throws InterruptedException {
    return queue.take().orElseThrow();
  }

  @Test
  void takesWhatHasTheLongestWayToTheEnd() throws InterruptedException {
    // Ways: a 5, model 3 + 4 = 7, run 4, b 6.
    TaskQueue queue =
        new TaskQueue(
            List.of(task("a", 5), task("model", 3), task("run", 4, "model"), task("b", 6)));
    Task model = take(queue);
    assertThat(model.name()).isEqualTo("model");
    assertThat(take(queue).name()).isEqualTo("b");
    queue.finished(model);
    assertThat(take(queue).name()).isEqualTo("a");
    assertThat(take(queue).name()).isEqualTo("run");
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void exclusiveTasksGoFirstAndAlone() throws Exception {
    TaskQueue queue = new TaskQueue(List.of(task("a", 9), exclusive("big", 1), task("b", 5)));
    Task big = take(queue);
    assertThat(big.name()).isEqualTo("big");
    var other = java.util.concurrent.CompletableFuture.supplyAsync(() -> taken(queue));
    queue.finished(big);
    assertThat(other.get().name()).isEqualTo("a");
    assertThat(queue.failures()).isEmpty();
  }

  private static Task taken(TaskQueue queue) {
    try {
      return take(queue);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anExclusiveTaskWaitsForThoseUnderWay() throws Exception {
    TaskQueue queue =
        new TaskQueue(List.of(task("model", 1), exclusive("big", 9, "model"), task("a", 2)));
    Task model = take(queue);
    Task a = take(queue);
    assertThat(List.of(model.name(), a.name())).containsExactly("model", "a");
    queue.finished(model);
    var other = java.util.concurrent.CompletableFuture.supplyAsync(() -> taken(queue));
    queue.finished(a);
    assertThat(other.get().name()).isEqualTo("big");
  }

  @Test
  void aFailureTakesAlongOnlyWhatNeedsIt() throws InterruptedException {
    TaskQueue queue =
        new TaskQueue(
            List.of(
                task("base", 3),
                task("instruct", 1, "base"),
                task("run", 1, "instruct"),
                task("other", 1)));
    Task base = take(queue);
    IllegalStateException cause = new IllegalStateException("no room");
    queue.failed(base, cause);
    assertThat(take(queue).name()).isEqualTo("other");
    assertThat(queue.take()).isEmpty();
    assertThat(queue.failures().keySet()).containsExactlyInAnyOrder("base", "instruct", "run");
    assertThat(queue.failures().values()).containsOnly(cause);
  }
}
