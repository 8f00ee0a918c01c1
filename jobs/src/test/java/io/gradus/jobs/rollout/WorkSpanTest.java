package io.gradus.jobs.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkSpanTest {
  private static final long SECOND = 1_000_000_000L;

  private static WorkSpan span(String process, long begin, long end) {
    return new WorkSpan(process, begin * SECOND, end * SECOND);
  }

  /** 0 to 5, of which one span lies within another, and 7 to 9, given in no order. */
  @Test
  void timeInWhichTasksOverlapCountsOnce() {
    List<WorkSpan> spans =
        List.of(
            span("driver", 7, 9),
            span("driver", 2, 5),
            span("driver", 0, 4),
            span("driver", 1, 3),
            span("driver", 8, 9));
    assertThat(WorkSpan.busySeconds(spans)).isEqualTo(7);
  }

  /**
   * The clock of process 2 has another origin. Its tasks worked for 3 seconds, those of 1 for 4.
   */
  @Test
  void theBusiestProcessCounts() {
    List<WorkSpan> spans =
        List.of(span("1", 0, 2), span("1", 10, 12), span("2", -500, -499), span("2", 100, 102));
    assertThat(WorkSpan.busySeconds(spans)).isEqualTo(4);
    assertThat(WorkSpan.busySeconds(List.of())).isZero();
  }
}
