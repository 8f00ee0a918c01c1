package io.gradus.jobs.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventFileTest {
  /**
   * The check value of CRC-32C, that of "123456789", is e3069283. Turned right by 15 bits it is
   * 2507c60d; plus a282ead8 that makes c78ab0e5.
   */
  @Test
  void masksTheCheckValueAsWorkedByHand() {
    assertThat(EventFile.maskedCrc("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0xc78ab0e5);
  }

  @Test
  void writesTheBytesOfEveryField() {
    StepMetrics step =
        new StepMetrics(300, Instant.ofEpochMilli(2500), new TreeMap<>(Map.of("a/b", 0.5)));
    String file = HexFormat.of().formatHex(EventFile.of(Instant.ofEpochSecond(1), List.of(step)));
    String version =
        "09" // field 1, 8 bytes: wall_time
            + "000000000000f03f" // 1.0
            + "1a0d" // field 3, 13 bytes: file_version
            + "627261696e2e4576656e743a32"; // brain.Event:2
    String event =
        "09"
            + "0000000000000440" // 2.5
            + "10"
            + "ac02" // field 2, varint: step; 300 = 2·128 + 44
            + "2a0c" // field 5, 12 bytes: summary
            + "0a0a" // its field 1, 10 bytes: a value
            + "0a03"
            + "612f62" // field 1: tag a/b
            + "15"
            + "0000003f"; // field 2, 4 bytes: simple_value 0.5
    assertThat(version).hasSize(2 * 24);
    assertThat(event).hasSize(2 * 26);
    assertThat(file)
        .isEqualTo(
            "1800000000000000"
                + crc("1800000000000000")
                + version
                + crc(version)
                + "1a00000000000000"
                + crc("1a00000000000000")
                + event
                + crc(event));
  }

  /** CRC-32C bit by bit, polynomial 1edc6f41 in reflected order, masked and little-endian. */
  private static String crc(String hex) {
    int crc = -1;
    for (byte b : HexFormat.of().parseHex(hex)) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
      }
    }
    crc = ~crc;
    int masked = ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    return HexFormat.of().toHexDigits(Integer.reverseBytes(masked));
  }

  @Test
  void namesEveryColumnOfAStepOnce() {
    StepRow row =
        new StepRow(
            3,
            new StepRow.Reward(0.5, 0.25, 0, 0, 0),
            new StepRow.Update(
                2,
                0.1,
                0.09,
                Double.NaN,
                new StepRow.Clips(0.02, 0.015, 0.005, 0),
                1.5,
                0.7,
                1e-6,
                new StepRow.Gap(1e-4, 1e-3, 1e-5, 0.99, 1.01)),
            new StepRow.Lengths(6, 2, 1, 2, 0.5),
            new StepRow.Totals(16, 8, 6e9),
            new StepRow.Seconds(1, 2, 3, 4, 10, new StepRow.Parts(0, 0.5, 0, 0.25, 0.1, 1, 2)));
    EvaluationRow right =
        new EvaluationRow("p0", 0, true, 2, "2", Optional.of("2"), "equal", "stop");
    EvaluationRow wrong =
        new EvaluationRow("p1", 0, false, 5, "", Optional.empty(), "none", "length");
    StepMetrics metrics =
        StepMetrics.of(
            3,
            Instant.EPOCH,
            Optional.of(row),
            Map.of("test", List.of(right, wrong, wrong, wrong)));
    assertThat(metrics.values())
        .as(
            "all columns but step, three of text and the one that is no number, and two of the evaluation")
        .hasSize(Tables.STEPS.columns().size() - 5 + 2)
        .contains(
            entry("reward/reward_mean", 0.5),
            entry("update/loss", 0.1),
            entry("length/completion_mean", 1.0),
            entry("budget/compute", 6e9),
            entry("time/seconds_total", 10.0),
            entry("evaluate/test/pass_at_1", 0.25),
            entry("evaluate/test/tokens", 4.25))
        .as("no number, so not shown")
        .doesNotContainKey("update/kl");
    assertThat(StepMetrics.of(0, Instant.EPOCH, Optional.empty(), Map.of()).values()).isEmpty();
  }
}
