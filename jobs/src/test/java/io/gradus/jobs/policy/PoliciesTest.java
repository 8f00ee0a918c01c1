package io.gradus.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.testkit.TestSpark;
import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.pretrain.Initializer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How weights get to executors, and what executors hold of them. */
class PoliciesTest {
  private static final Compute COMPUTE = Compute.cpu(1, ComputeType.FLOAT32);
  private static final TokenBatch BATCH =
      new TokenBatch(List.of(new Sequence(new int[] {1, 2, 3}, 1)));

  @TempDir Path store;

  private static Policy policy(long seed) {
    ModelConfig config =
        ModelConfig.builder(Architecture.LLAMA)
            .vocabSize(12)
            .hiddenSize(8)
            .intermediateSize(8)
            .layers(1)
            .heads(2)
            .maxPositions(16)
            .build();
    Policy policy = Policy.allocate(config, COMPUTE);
    Initializer.fill(policy, seed);
    return policy;
  }

  private PolicyPublisher publisher(long limit, ComputeType type) {
    return new PolicyPublisher(
        JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext()),
        PolicyPublisher.Reach.CLUSTER,
        "policies-test",
        store.toString(),
        limit,
        type);
  }

  private static float[] weights(Policy policy) {
    FloatBuffer all = FloatBuffer.allocate((int) policy.layout().totalLength());
    policy.read(0, all);
    return all.array();
  }

  private List<String> files() throws IOException {
    if (!Files.exists(store.resolve("_policies"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(store.resolve("_policies"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @Test
  void tasksWithOtherThreadsUseTheSameWeights() {
    List<Compute> loads = new ArrayList<>();
    PolicyVersion version =
        new PolicyVersion(
            "threads",
            "1",
            compute -> {
              loads.add(compute);
              return policy(1);
            });
    Compute more = Compute.cpu(COMPUTE.threads() + 1, COMPUTE.dtype());
    try (ExecutorPolicies.Lease a = ExecutorPolicies.borrow(version, COMPUTE)) {
      ExecutorPolicies.Lease b = ExecutorPolicies.borrow(version, more);
      assertThat(loads).containsExactly(COMPUTE);
      assertThat(b.policy().compute()).isEqualTo(more);
      assertThat(weights(b.policy())).isEqualTo(weights(a.policy()));
      b.close();
      assertThat(a.policy().isFinite()).as("is still there").isTrue();
    } finally {
      ExecutorPolicies.release("threads");
    }
  }

  @Test
  void aVersionThatIsReplacedIsFreedAfterItsLastUser() {
    try (Policy first = policy(1);
        Policy second = policy(2);
        PolicyPublisher publisher = publisher(Long.MAX_VALUE, ComputeType.FLOAT32)) {
      PolicyVersion old = publisher.publish(first, "1");
      ExecutorPolicies.Lease a = ExecutorPolicies.borrow(old, COMPUTE);
      ExecutorPolicies.Lease b = ExecutorPolicies.borrow(old, COMPUTE);
      assertThat(b.policy()).as("one copy for all").isSameAs(a.policy());
      ExecutorPolicies.Lease c = ExecutorPolicies.borrow(publisher.publish(second, "2"), COMPUTE);
      assertThat(weights(c.policy())).isEqualTo(weights(second));
      a.close();
      assertThat(b.policy().score(BATCH, 1).logprobs())
          .as("in use still")
          .isEqualTo(first.score(BATCH, 1).logprobs());
      b.close();
      assertThatThrownBy(() -> b.policy().score(BATCH, 1))
          .as("freed")
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("NDManager has been closed already");
      c.close();
      assertThat(c.policy().score(BATCH, 1).logprobs())
          .as("the newest is kept for the next task")
          .isEqualTo(second.score(BATCH, 1).logprobs());
      ExecutorPolicies.release("policies-test");
      assertThatThrownBy(() -> c.policy().score(BATCH, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("NDManager has been closed already");
    }
  }

  @Test
  void inLocalModeDriverAndTasksHoldOneCopy() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    Compute otherThreads = Compute.cpu(2, ComputeType.FLOAT32);
    Compute rounded = Compute.cpu(1, ComputeType.BFLOAT16);
    try (Policy learning = policy(1)) {
      try (PolicyPublisher publisher =
          new PolicyPublisher(spark, "shared", store.toString(), 0, ComputeType.FLOAT32)) {
        PolicyVersion version = publisher.publish(learning, "1");
        float[] changed = weights(learning);
        changed[3] = 7;
        try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, otherThreads);
            ExecutorPolicies.Lease halved = ExecutorPolicies.borrow(version, rounded)) {
          assertThat(lease.policy().compute()).isEqualTo(otherThreads);
          learning.write(3, FloatBuffer.wrap(changed, 3, 1));
          assertThat(weights(lease.policy())).as("the same memory").isEqualTo(changed);
          assertThat(weights(halved.policy())[3]).as("a copy").isNotEqualTo(7);
        }
      }
      assertThat(weights(learning)[3]).as("lives on").isEqualTo(7);
    }
  }

  @Test
  void aPolicyThatIsHandedOverIsFreedAtTheEnd() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    Policy policy = policy(1);
    float[] expected = policy.score(BATCH, 1).logprobs();
    PolicyVersion version;
    try (PolicyPublisher publisher =
        new PolicyPublisher(spark, "handed", store.toString(), 0, ComputeType.FLOAT32)) {
      version = publisher.handOver(policy, "1");
      try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, COMPUTE)) {
        assertThat(lease.policy().score(BATCH, 1).logprobs()).isEqualTo(expected);
      }
    }
    assertThatThrownBy(() -> policy.score(BATCH, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NDManager has been closed already");
    assertThatThrownBy(() -> ExecutorPolicies.borrow(version, COMPUTE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The policy handed/1 is no longer published");
  }

  @Test
  void smallWeightsAreSentAndLargeOnesStored() throws IOException {
    try (Policy policy = policy(1)) {
      long bytes = 4 * policy.layout().totalLength();
      try (PolicyPublisher sent = publisher(bytes, ComputeType.FLOAT32)) {
        PolicyVersion version = sent.publish(policy, "v");
        assertThat(version.source()).isInstanceOf(SnapshotSource.Sent.class);
        assertThat(files()).isEmpty();
      }
      try (PolicyPublisher halved = publisher(bytes - 1, ComputeType.BFLOAT16)) {
        assertThat(halved.publish(policy, "v").source()).isInstanceOf(SnapshotSource.Sent.class);
      }
      try (PolicyPublisher stored = publisher(bytes - 1, ComputeType.FLOAT32)) {
        PolicyVersion version = stored.publish(policy, "v1");
        assertThat(files()).containsExactly("v1.bin");
        try (Policy read = version.source().load(COMPUTE)) {
          assertThat(weights(read)).isEqualTo(weights(policy));
        }
        stored.publish(policy, "v2");
        assertThat(files()).as("the one before is withdrawn").containsExactly("v2.bin");
      }
      assertThat(files()).as("withdrawn at the end").isEmpty();
    }
  }

  @Test
  void storedSentAndSharedWeightsGiveTheSameBits() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    try (Policy policy = policy(1);
        PolicyPublisher stored = publisher(0, ComputeType.FLOAT32);
        PolicyPublisher shared =
            new PolicyPublisher(spark, "shared", store.toString(), 0, ComputeType.FLOAT32)) {
      float[] expected = policy.score(BATCH, 1).logprobs();
      assertThat(scores(stored.publish(policy, "v"))).isEqualTo(expected);
      assertThat(scores(shared.publish(policy, "v"))).isEqualTo(expected);
    }
    try (Policy policy = policy(1);
        PolicyPublisher sent = publisher(Long.MAX_VALUE, ComputeType.FLOAT32)) {
      assertThat(scores(sent.publish(policy, "w"))).isEqualTo(policy.score(BATCH, 1).logprobs());
    }
  }

  private static float[] scores(PolicyVersion version) {
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, COMPUTE)) {
      return lease.policy().score(BATCH, 1).logprobs();
    }
  }

  @Test
  void aStoredVersionThatIsGoneIsNamed() throws IOException {
    try (Policy policy = policy(1);
        PolicyPublisher stored = publisher(0, ComputeType.FLOAT32)) {
      PolicyVersion version = stored.publish(policy, "v1");
      Files.delete(store.resolve("_policies/policies-test/v1.bin"));
      assertThatThrownBy(() -> ExecutorPolicies.borrow(version, COMPUTE))
          .isInstanceOf(java.io.UncheckedIOException.class)
          .hasMessage(
              "The policy at file:" + store + "/_policies/policies-test/v1.bin cannot be read");
    }
  }
}
