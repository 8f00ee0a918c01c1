package io.gradus.training.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the processor can do, as far as it decides how products are computed.
 *
 * @param vendor for instance {@code GenuineIntel}; empty where the system does not say
 * @param flags names of instruction sets, as Linux has them
 */
record Processor(String vendor, Set<String> flags) {
  private static final Path INFO = Path.of("/proc/cpuinfo");
  private static final Processor PRESENT = read();

  Processor {
    flags = Set.copyOf(flags);
  }

  /** Of this machine. */
  static Processor present() {
    return PRESENT;
  }

  private static Processor read() {
    if (!Files.isReadable(INFO)) {
      return new Processor("", Set.of());
    }
    try {
      return parse(Files.readString(INFO));
    } catch (IOException e) {
      throw new UncheckedIOException(INFO + " cannot be read", e);
    }
  }

  /** Reads the text of {@code /proc/cpuinfo}, of which the first processor counts. */
  static Processor parse(String info) {
    Map<String, String> first = new HashMap<>();
    info.lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> first.putIfAbsent(parts[0].strip(), parts[1].strip()));
    return new Processor(
        first.getOrDefault("vendor_id", ""),
        new HashSet<>(Arrays.asList(first.getOrDefault("flags", "").split("\\s+"))));
  }

  /**
   * Whether oneDNN's float32 products are faster than MKL's: MKL takes its AVX2 path on processors
   * of other makes than Intel's, even where they have AVX-512.
   */
  boolean isFasterWithOneDnn() {
    return flags.contains("avx512f") && !vendor.equals("GenuineIntel");
  }

  /** Whether it multiplies bfloat16 matrices with instructions of its own. */
  boolean hasBfloat16() {
    return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
  }
}
