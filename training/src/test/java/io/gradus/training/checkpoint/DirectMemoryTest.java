package io.gradus.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelDirectoryWriter;
import io.gradus.training.model.Learner;
import io.gradus.training.model.Policy;
import io.gradus.training.model.TestPolicies;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights pass through a few pieces of memory outside the heap, however many tensors they have. */
class DirectMemoryTest {
  private static final ModelConfig CONFIG =
      ModelConfig.builder(Architecture.LLAMA)
          .vocabSize(64)
          .hiddenSize(128)
          .intermediateSize(256)
          .layers(24)
          .heads(4)
          .kvHeads(4)
          .headDim(32)
          .maxPositions(16)
          .build();

  @TempDir Path folder;

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void loadingAndSavingHoldNoBufferPerTensor() throws IOException {
    Path initial = folder.resolve("initial");
    Path saved = Files.createDirectory(folder.resolve("saved"));
    try (Policy policy = TestPolicies.random(CONFIG, TestPolicies.FLOAT32)) {
      new ModelDirectoryWriter(CONFIG, policy::read).save(initial);
    }
    long before = directBytes();
    try (Policy policy = Checkpoint.loadPolicy(initial, TestPolicies.FLOAT32);
        Learner learner = new Learner(policy)) {
      Checkpoint.save(saved, learner, initial, Map.of());
      Checkpoint.restore(saved, learner);
      long bytes = Float.BYTES * policy.layout().totalLength();
      assertThat(directBytes() - before).isLessThan(bytes / 4);
    }
  }
}
