package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.FaultyReward;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** A reward function of a user that throws does not end a job. */
class RewardFaultsTest {
  @Test
  void aFunctionThatThrowsIsNoRewardWithTheReason() throws IOException {
    Path store =
        SmallRun.again(
            TestSpark.session(),
            "faulty-reward",
            "reward.functions=[exact_final, " + FaultyReward.class.getName() + "]");
    List<Row> trajectories =
        SmallRun.rows(store, Tables.TRAJECTORIES, "step", "position", "sample");
    assertThat(trajectories)
        .hasSize(SmallRun.STEPS * SmallRun.PROMPTS * SmallRun.GROUP)
        .allSatisfy(
            row -> {
              assertThat(row.getJavaMap(row.fieldIndex("reward_parts")))
                  .containsEntry("faulty", 0.0);
              assertThat(row.<String>getAs("reason"))
                  .contains("reward function faulty", "no score for");
            });
    assertThat(SmallRun.rows(store, Tables.STEPS, "step"))
        .hasSize(SmallRun.STEPS)
        .allSatisfy(
            row ->
                assertThat(row.<Number>getAs("reward_faults").intValue())
                    .isEqualTo(SmallRun.PROMPTS * SmallRun.GROUP));
  }
}
