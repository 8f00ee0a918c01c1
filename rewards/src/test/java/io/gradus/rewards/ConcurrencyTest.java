package io.gradus.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One verifier shared by many threads judges as it does alone. */
class ConcurrencyTest {
  private static final int THREADS = 8;

  private final Verifier verifier = Verifier.of(ExtractionPolicy.FLEXIBLE);
  private final List<CasesTest.Case> cases =
      Stream.of("numbers", "algebra", "structures", "gaming", "prose")
          .flatMap(CasesTest::cases)
          .toList();

  private List<Verdict> judgeAll() {
    return cases.stream().map(c -> verifier.verify(c.gold(), c.completion())).toList();
  }

  @Test
  void verdictsDoNotDependOnOtherThreads() throws Exception {
    List<Verdict> alone = judgeAll();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch begin = new CountDownLatch(1);
      List<Future<List<Verdict>>> together = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        together.add(
            pool.submit(
                () -> {
                  begin.await();
                  return judgeAll();
                }));
      }
      begin.countDown();
      for (Future<List<Verdict>> verdicts : together) {
        assertThat(verdicts.get()).isEqualTo(alone);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
