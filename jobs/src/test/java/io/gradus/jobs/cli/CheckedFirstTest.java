package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.testkit.TinyRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that would make models end with exit code 2 before the store is touched. */
class CheckedFirstTest {
  private static final String RUN = "seed = 1\n" + TinyRun.CONF;
  private static final String STUDY =
      """
      study {
        run-id = "{step}"
        axes { step { enough {}, many { grpo { prompts = 13, mini-batch = 13 } } } }
        grids = [ { name = all, step = [enough, many] } ]
      }
      """;

  @TempDir Path folder;

  private String refused(String command, Path conf, String... overrides) throws IOException {
    StringWriter err = new StringWriter();
    String[] arguments = new String[overrides.length + 3];
    arguments[0] = command;
    arguments[1] = conf.toString();
    arguments[2] = "store.path=" + folder.resolve("store");
    System.arraycopy(overrides, 0, arguments, 3, overrides.length);
    int exit = Gradus.commandLine().setErr(new PrintWriter(err)).execute(arguments);
    assertThat(exit).as(err.toString()).isEqualTo(Errors.BAD_INPUT);
    assertThat(folder.resolve("store")).doesNotExist();
    return err.toString().strip();
  }

  @Test
  void oneRunOfAStudy() throws IOException {
    Path conf = Files.writeString(folder.resolve("tiny.conf"), RUN + STUDY);
    assertThat(refused("study", conf))
        .startsWith("gradus: run tiny-many: " + conf)
        .endsWith("grpo.prompts = 13, expected at most 12, the number of training problems");
    assertThat(refused("study", conf, "problems.prompt.max-tokens=2"))
        .isEqualTo(
            "gradus: run tiny-enough: command line: problems.prompt.max-tokens = \"2\", expected more,"
                + " since it leaves no prompt of test");
  }

  @Test
  void theModelOfARun() throws IOException {
    Path conf = Files.writeString(folder.resolve("tiny.conf"), RUN);
    assertThat(refused("pretrain", conf, "grpo.prompts=13", "grpo.mini-batch=13"))
        .contains("grpo.prompts = \"13\", expected at most 12");
    assertThat(refused("pretrain", conf, "problems.prompt.max-tokens=2"))
        .contains("problems.prompt.max-tokens = \"2\", expected more");
  }

  @Test
  void theQuickstart() {
    StringWriter err = new StringWriter();
    Path out = folder.resolve("quick");
    int exit =
        Gradus.commandLine()
            .setErr(new PrintWriter(err))
            .execute("quickstart", "--out", out.toString(), "problems.prompt.max-tokens=1");
    assertThat(exit).as(err.toString()).isEqualTo(Errors.BAD_INPUT);
    assertThat(err.toString())
        .startsWith("gradus: run quickstart-")
        .contains("problems.prompt.max-tokens = \"1\", expected more");
    assertThat(out).doesNotExist();
  }
}
