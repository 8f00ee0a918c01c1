package io.gradus.jobs.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process has held. */
final class Peak {
  private Peak() {}

  /** Resident bytes at their highest, as Linux counts them ({@code VmHWM}). */
  static long bytes() {
    return kilobytes("VmHWM:") << 10;
  }

  /** Lets {@link #bytes} count from the present on. */
  static void reset() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resident bytes now ({@code VmRSS}). */
  static long present() {
    return kilobytes("VmRSS:") << 10;
  }

  private static long kilobytes(String key) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
