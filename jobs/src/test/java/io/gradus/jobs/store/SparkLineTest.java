package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import org.junit.jupiter.api.Test;

class SparkLineTest {
  private static final SparkLine THREE = new SparkLine("3.5", "2.12");
  private static final SparkLine FOUR = new SparkLine("4", "2.13");

  @Test
  void theSparkThatItWasCompiledFor() {
    assertThatCode(SparkLine::require).doesNotThrowAnyException();
    assertThatCode(() -> THREE.require("3.5.9", "2.12.18")).doesNotThrowAnyException();
    assertThatCode(() -> FOUR.require("4.0.3", "2.13.16")).doesNotThrowAnyException();
  }

  @Test
  void anotherSparkIsNamedWithTheJarForIt() {
    assertThatThrownBy(() -> THREE.require("4.2.0", "2.13.18"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "gradus-spark3.5_2.12.jar is for Spark 3.5 with Scala 2.12, this is Spark 4.2.0 with"
                + " Scala 2.13.18: expected gradus-spark4_2.13.jar");
    assertThatThrownBy(() -> FOUR.require("3.5.7", "2.12.18"))
        .hasMessageEndingWith("expected gradus-spark3.5_2.12.jar and a Spark for Scala 2.12");
    assertThatThrownBy(() -> THREE.require("3.5.7", "2.13.8"))
        .hasMessageContaining("this is Spark 3.5.7 with Scala 2.13.8");
    assertThatThrownBy(() -> THREE.require("3.4.1", "2.12.17"))
        .hasMessageEndingWith("expected Spark 3.5 or 4");
  }
}
