package io.gradus.rewards.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.rewards.Sandbox;
import io.gradus.rewards.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With commands that stand in for a sandbox: none of them runs what it reads. */
class ProgramTestsTest {
  private static final String GOLD = "{\"functional\": \"check(f)\"}";

  @TempDir Path folder;

  private static Sandbox shell(String script, int seconds) {
    return new Sandbox(List.of("sh", "-c", script), seconds);
  }

  /** What a sandbox reads. */
  private String program(String completion) throws IOException {
    Path file = folder.resolve("program");
    Verdict verdict = new ProgramTests(shell("cat > '" + file + "'", 10)).verify(GOLD, completion);
    assertThat(verdict.correct()).isTrue();
    assertThat(verdict.reason()).isEqualTo("passed");
    return Files.readString(file);
  }

  @Test
  void theTestsFollowTheProgram() throws IOException {
    assertThat(program("def f(): pass")).isEqualTo("def f(): pass\n\ncheck(f)\n");
    assertThat(program("Like\n```python\ndef f():\n  pass\n```\nsay\n```\nf()\n```\n"))
        .as("the last block that defines something")
        .isEqualTo("def f():\n  pass\n\ncheck(f)\n");
    assertThat(program("```py\nf = 1\n```\nor\n```python\nf = 2\n```"))
        .isEqualTo("f = 2\n\ncheck(f)\n");
  }

  @Test
  void aProgramThatFailsIsWrong() {
    Verdict verdict = new ProgramTests(shell("exit 3", 10)).verify(GOLD, "```\nf()\n```");
    assertThat(verdict.correct()).isFalse();
    assertThat(verdict.reason()).isEqualTo("exit code 3");
    assertThat(verdict.marked()).isTrue();
    assertThat(new ProgramTests(shell("true", 10)).verify(GOLD, " ").reason())
        .isEqualTo("no program");
  }

  @Test
  void aProgramThatDoesNotEndIsStopped() {
    Verdict verdict = new ProgramTests(shell("tail -f /dev/null", 1)).verify(GOLD, "f()");
    assertThat(verdict.correct()).isFalse();
    assertThat(verdict.reason()).isEqualTo("not done after 1 seconds");
  }

  @Test
  void nothingIsRunWithoutASandbox() {
    assertThatThrownBy(() -> new ProgramTests(Sandbox.none()).verify(GOLD, "f()"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("reward.sandbox.command is not set: no program is run");
  }

  @Test
  void aCommandThatIsNoSandboxIsFoundOut() {
    assertThatThrownBy(() -> shell("true", 10).check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "reward.sandbox.command = sh -c true: of the program `raise SystemExit(1)` it says"
                + " \"passed\", expected exit code 1");
    assertThatThrownBy(() -> new Sandbox(List.of("/no/such/command"), 10).check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("reward.sandbox.command: /no/such/command cannot be started: ");
    shell("grep -q print", 10).check();
  }
}
