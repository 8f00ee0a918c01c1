package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelConfigBuilder;
import io.gradus.training.hub.WeightLayout.Slice;
import io.gradus.training.model.Program.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The program cuts the flat tensor where {@link io.gradus.training.hub.WeightLayout} says: in a
 * tensor that counts from 0, the first number of a slice is its offset.
 */
class WeightOrderTest {
  private record Cut(long offset, List<Long> shape) {}

  @ParameterizedTest
  @CsvSource({
    "LLAMA, false",
    "LLAMA, true",
    "QWEN2, false",
    "QWEN2, true",
    "QWEN3, false",
    "QWEN3, true"
  })
  void slicesAreTheLayouts(Architecture architecture, boolean tied) {
    // every size another number
    ModelConfigBuilder builder =
        ModelConfig.builder(architecture)
            .vocabSize(31)
            .hiddenSize(20)
            .intermediateSize(26)
            .layers(3)
            .heads(6)
            .kvHeads(2)
            .headDim(8);
    ModelConfig config = (tied ? builder.tiedEmbeddings() : builder).build();
    try (Policy policy = Policy.allocate(config, TestPolicies.FLOAT32);
        NDManager scope = policy.manager().newSubManager()) {
      List<Cut> cuts =
          policy
              .run(
                  scope,
                  Mode.INFERENCE,
                  "slices",
                  scope.arange(policy.layout().totalLength()),
                  policy.dimensions(scope, TestPolicies.FLOAT32),
                  policy.reals(scope, 1))
              .stream()
              .filter(slice -> slice.size() > 0)
              .map(WeightOrderTest::cut)
              .toList();
      List<Cut> expected =
          policy.layout().fusedSlices().stream().map(WeightOrderTest::cut).toList();
      assertThat(cuts).isEqualTo(expected);
    }
  }

  private static Cut cut(NDArray slice) {
    return new Cut(
        slice.flatten().toType(DataType.INT64, false).getLong(0),
        Arrays.stream(slice.getShape().getShape()).boxed().collect(Collectors.toList()));
  }

  private static Cut cut(Slice slice) {
    return new Cut(slice.offset(), slice.shape());
  }
}
