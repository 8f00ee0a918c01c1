package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.training.model.TensorEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that cannot work says so before a model is made or anything is written. */
class SettingsFirstTest {
  /** Prompts of the small run are like {@code 1+2=}, its model has 24 positions. */
  private static final int ROOM = 20;

  @TempDir Path folder;

  /** The error of a run that would make its model; nothing has been written. */
  private AbstractThrowableAssert<?, ? extends Throwable> refused(String... overrides)
      throws IOException {
    Path store = folder.resolve("store");
    TrainConfig config = SmallRun.config(store, overrides);
    AbstractThrowableAssert<?, ? extends Throwable> error =
        assertThatThrownBy(() -> TrainJob.run(TestSpark.session(), config, new TrainListener() {}));
    assertThat(store).doesNotExist();
    return error;
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refusedWithModel(String... overrides)
      throws IOException {
    String[] all = new String[overrides.length + 2];
    System.arraycopy(overrides, 0, all, 2, overrides.length);
    all[0] = "model.path=" + SmallRun.model();
    all[1] = "model.pretrain.phases=[]";
    return refused(all);
  }

  @Test
  void completionsLongerThanTheModelsPositionsLeave() throws IOException {
    String expected =
        "expected at most %d, since the longest prompt has 4 tokens and the model 24 positions"
            .formatted(ROOM);
    refusedWithModel("rollout.max-tokens=21")
        .isInstanceOf(ConfigException.class)
        .hasMessage("command line: rollout.max-tokens = \"21\", " + expected);
    refusedWithModel("evaluate.max-tokens=30")
        .isInstanceOf(ConfigException.class)
        .hasMessage("command line: evaluate.max-tokens = \"30\", " + expected);
  }

  @Test
  void morePromptsThanThereAre() throws IOException {
    refused("grpo.prompts=25", "grpo.mini-batch=25")
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "command line: grpo.prompts = \"25\", expected at most 24, the number of training"
                + " problems");
    refused("grpo.prompts=13", "grpo.mini-batch=13", "run.tau=2")
        .hasMessageContaining("at most 12, the number of training problems of which run.tau = 2");
  }

  @Test
  void promptsThatNoModelMadeFromScratchCanRead() throws IOException {
    refused("problems.prompt.template=chat")
        .hasMessage(
            "problems.prompt.template = chat, but the model has no chat template; expected plain");
    refused("problems.prompt.max-tokens=2")
        .hasMessageContaining(
            "problems.prompt.max-tokens = \"2\", expected more, since it leaves no prompt of test");
  }

  @Test
  void problemsThatAreNotThere() throws IOException {
    Path missing = folder.resolve("missing.jsonl");
    refused("problems.train.kind=jsonl", "problems.train.path=" + missing)
        .hasMessageContaining("missing.jsonl");
  }

  @Test
  void aDeviceThatIsNotThere() throws IOException {
    assumeTrue(TensorEngine.get().getGpuCount() == 0, "there is a CUDA device");
    refused("device.update=cuda")
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "command line: device.update = \"cuda\", expected cpu or auto here: ");
    refused("device.rollouts=cuda")
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "command line: device.rollouts = \"cuda\", expected cpu or auto here: ");
  }
}
