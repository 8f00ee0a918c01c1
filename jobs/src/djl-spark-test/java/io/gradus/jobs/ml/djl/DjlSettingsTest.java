package io.gradus.jobs.ml.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.spark.task.text.TextEmbedder;
import io.gradus.jobs.ml.LogprobScorer;
import io.gradus.jobs.ml.RolloutGenerator;
import org.junit.jupiter.api.Test;

class DjlSettingsTest {
  private static TextEmbedder theirs() {
    TextEmbedder stage = new TextEmbedder();
    stage.setModelUrl("models/small");
    stage.setBatchSize(4);
    stage.setInputCol("question");
    stage.setOutputCol("answer");
    return stage;
  }

  @Test
  void parametersThatBothKnowAreTakenOver() {
    RolloutGenerator ours = DjlSettings.copy(theirs(), new RolloutGenerator().setSamples(3));
    assertThat(ours.getOrDefault(ours.modelUrl())).isEqualTo("models/small");
    assertThat(ours.getOrDefault(ours.batchSize())).isEqualTo(4);
    assertThat(ours.getOrDefault(ours.inputCol())).isEqualTo("question");
    assertThat(ours.getOrDefault(ours.outputCol())).isEqualTo("answer");
    assertThat(ours.getOrDefault(ours.samples())).isEqualTo(3);
  }

  @Test
  void anyEngineIsOurs() {
    TextEmbedder any = theirs();
    RolloutGenerator ours = DjlSettings.copy(any, new RolloutGenerator());
    assertThat(ours.getOrDefault(ours.engine())).isEqualTo("PyTorch");
    any.setEngine("OnnxRuntime");
    DjlSettings.copy(any, ours);
    assertThat(ours.getOrDefault(ours.engine())).isEqualTo("OnnxRuntime");
  }

  @Test
  void whatOneStageAloneKnowsStaysAsItIs() {
    LogprobScorer ours = DjlSettings.copy(theirs(), new LogprobScorer().setInputCols("a", "b"));
    assertThat(ours.getOrDefault(ours.inputCols())).containsExactly("a", "b");
    assertThat(ours.getOrDefault(ours.outputCol())).isEqualTo("answer");
  }
}
