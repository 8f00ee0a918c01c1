package io.gradus.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  private static final String NOWHERE = "no-such-folder/my.conf";

  @TempDir Path folder;

  private Path write() throws IOException {
    Files.writeString(folder.resolve("base.conf"), "seed = 7\nsteps = 3\n");
    return Files.writeString(folder.resolve("my.conf"), "include \"base.conf\"\nsteps = 4\n");
  }

  @Test
  void aUriIncludesWhatLiesBesideIt() throws IOException {
    var config = ConfigFiles.parse(write().toUri().toString(), new Properties());
    assertThat(config.getInt("seed")).isEqualTo(7);
    assertThat(config.getInt("steps")).isEqualTo(4);
    Files.delete(folder.resolve("base.conf"));
    assertThatThrownBy(
            () -> ConfigFiles.parse(folder.resolve("my.conf").toUri().toString(), new Properties()))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("base.conf: no such configuration file");
  }

  @Test
  void aFileInTheWorkingDirectoryIncludesWhatLiesBesideIt() throws IOException {
    Path base = Files.createTempFile(Path.of(""), "base", ".conf");
    Path file = Files.createTempFile(Path.of(""), "my", ".conf");
    try {
      Files.writeString(base, "seed = 7\n");
      Files.writeString(file, "include \"%s\"\nstepss = 4\n".formatted(base.getFileName()));
      String name = file.getFileName().toString();
      assertThat(ConfigFiles.parse(name, new Properties()).getInt("seed")).isEqualTo(7);
      Files.writeString(
          file, "include required(\"%s\")\nstepss = 4\n".formatted(base.getFileName()));
      assertThat(ConfigFiles.parse(name, new Properties()).getInt("seed")).isEqualTo(7);
      assertThatThrownBy(() -> Settings.load(name, List.of()))
          .hasMessage(
              name
                  + ":2: unknown key stepss (is steps meant?)"
                  + "; conf/reference.conf lists all keys");
    } finally {
      Files.delete(file);
      Files.delete(base);
    }
  }

  @Test
  void anIncludedFileThatDoesNotExistIsAnError() throws IOException {
    Path file = write();
    assertThat(ConfigFiles.parse(file.toString(), new Properties()).getInt("seed")).isEqualTo(7);
    Files.writeString(folder.resolve("base.conf"), "");
    assertThat(ConfigFiles.parse(file.toString(), new Properties()).hasPath("seed")).isFalse();
    Files.delete(folder.resolve("base.conf"));
    assertThatThrownBy(() -> ConfigFiles.parse(file.toString(), new Properties()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("include \"base.conf\": no such configuration file");
    Files.writeString(file, "include required(\"base.conf\")\n");
    assertThatThrownBy(() -> ConfigFiles.parse(file.toString(), new Properties()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("include \"base.conf\": no such configuration file");
  }

  @Test
  void aFileThatWasSentIsFoundByItsName() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("spark.files", "s3a://b/x.jar," + write().toUri());
    assertThat(ConfigFiles.parse(NOWHERE, properties).getInt("steps")).isEqualTo(4);
    assertThatThrownBy(() -> ConfigFiles.parse("y.conf", properties))
        .isInstanceOf(ConfigException.class)
        .hasMessage("y.conf: no such configuration file");
  }

  @Test
  void aDriverOnTheClusterIsToldHowToNameFiles() {
    Properties properties = new Properties();
    properties.setProperty("spark.submit.deployMode", "cluster");
    assertThatThrownBy(() -> ConfigFiles.parse(NOWHERE, properties))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the driver runs on the cluster, expected a URI that it can read");
  }

  @Test
  void aMistakeInARemoteFileNamesItsLine() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.conf"), "seed = 1\nstepss = 4\n");
    assertThatThrownBy(() -> Settings.load(file.toUri().toString(), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bad.conf:2: unknown key stepss (is steps meant?)");
  }
}
