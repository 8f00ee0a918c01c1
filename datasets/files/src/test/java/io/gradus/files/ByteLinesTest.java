package io.gradus.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ByteLinesTest {
  private static ByteLines lines(int limit, byte[] bytes) {
    return new ByteLines(new ByteArrayInputStream(bytes), limit);
  }

  @Test
  void aLineOverTheLimitIsCutAndTheNextOneIsWhole() throws IOException {
    ByteLines lines = lines(10, ("ab\n" + "x".repeat(200_000) + "\ncd").getBytes(UTF_8));
    assertThat(lines.next()).isTrue();
    assertThat(lines.text()).isEqualTo("ab");
    assertThat(lines.next()).isTrue();
    assertThat(lines.isTooLong()).isTrue();
    assertThat(lines.text()).isEqualTo("xxxxxxxxxx");
    assertThat(lines.next()).isTrue();
    assertThat(lines.isTooLong()).isFalse();
    assertThat(lines.text()).isEqualTo("cd");
    assertThat(lines.number()).isEqualTo(3);
    assertThat(lines.next()).isFalse();
    assertThat(lines.number()).isEqualTo(3);
  }

  @Test
  void aByteOrderMarkIsNoText() throws IOException {
    ByteLines lines = lines(100, "\uFEFF{}\n\uFEFF\n \t\r\n\n".getBytes(UTF_8));
    assertThat(lines.next()).isTrue();
    assertThat(lines.text()).isEqualTo("{}");
    assertThat(lines.validText()).contains("{}");
    assertThat(lines.next()).isTrue();
    assertThat(lines.text()).isEqualTo("\uFEFF");
    assertThat(lines.isBlank()).isFalse();
    assertThat(lines.next()).isTrue();
    assertThat(lines.isBlank()).isTrue();
    assertThat(lines.next()).isTrue();
    assertThat(lines.text()).isEmpty();
    assertThat(lines.next()).isFalse();
  }

  @Test
  void bytesThatAreNoTextAreFound() throws IOException {
    ByteLines lines = lines(100, new byte[] {'a', (byte) 0xC3, '\n', 'b'});
    assertThat(lines.next()).isTrue();
    assertThat(lines.validText()).isEmpty();
    assertThat(lines.text()).isEqualTo("a\uFFFD");
    assertThat(lines.next()).isTrue();
    assertThat(lines.validText()).contains("b");
  }
}
