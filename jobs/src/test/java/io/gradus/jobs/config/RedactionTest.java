package io.gradus.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final List<String> NONE = List.of();

  @Test
  void loginsAndSignaturesGo() {
    assertThat(Redaction.of("no s3a://AKIA12:ab/cd+ef@bucket/dir today", NONE))
        .isEqualTo("no s3a://(redacted)@bucket/dir today");
    assertThat(
            Redaction.of("https://b/x?X-Amz-Credential=AKIA%2F1&n=2&X-Amz-Signature=99 ends", NONE))
        .isEqualTo("https://b/x?X-Amz-Credential=(redacted)&n=2&X-Amz-Signature=(redacted) ends");
  }

  @Test
  void plainAddressesStay() {
    for (String address :
        List.of(
            "s3a://bucket/a@b:c@d",
            "abfss://container@account.dfs.core.windows.net/x",
            "spark://host:7077",
            "hdfs://name:8020/gradus")) {
      assertThat(Redaction.of(address, NONE)).isEqualTo(address);
    }
  }

  @Test
  void keysOfThisProcessGoWhereverTheyTurnUp() {
    Properties properties = new Properties();
    properties.setProperty("spark.hadoop.fs.s3a.secret.key", "0123456789");
    properties.setProperty("spark.hadoop.fs.s3a.access.key", "01234567");
    properties.setProperty("spark.hadoop.fs.s3a.session.token", "short");
    properties.setProperty("spark.gradus.rollout.max-tokens", "1000000000");
    List<String> keys =
        Redaction.keys(
            properties, Map.of("AWS_SESSION_TOKEN", "abcdefghij", "HOME", "/home/someone"));
    assertThat(keys).containsExactlyInAnyOrder("0123456789", "abcdefghij", "01234567");
    assertThat(Redaction.of("at 0123456789, abcdefghij or 01234567", keys))
        .isEqualTo("at (redacted), (redacted) or (redacted)");
  }

  @Test
  void settingsAreRecordedWithoutCredentials() {
    Settings settings =
        Settings.ofCommandLine(
            "x",
            List.of(
                "reward.options.judge.api-key=k1",
                "reward.options.judge.password=k2",
                "reward.options.judge.token=k3",
                "reward.options.judge.tokens=4",
                "store.path=s3a://bucket/x"));
    Map<String, String> recorded = Settings.flatten(settings.toJson());
    assertThat(recorded)
        .containsEntry("reward.options.judge.api-key", "(redacted)")
        .containsEntry("reward.options.judge.password", "(redacted)")
        .containsEntry("reward.options.judge.token", "(redacted)")
        .containsEntry("reward.options.judge.tokens", "4")
        .containsEntry("rollout.max-tokens", "1024")
        .containsEntry("store.path", "s3a://bucket/x");
  }

  @Test
  void addressesWithALoginAreRefused() {
    assertThatThrownBy(
            () -> Settings.ofCommandLine("x", List.of("store.path=s3a://KEY:SECRET@bucket/x")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "command line: store.path = s3a://(redacted)@bucket/x, expected no user and password in an address")
        .hasMessageNotContaining("SECRET");
  }
}
