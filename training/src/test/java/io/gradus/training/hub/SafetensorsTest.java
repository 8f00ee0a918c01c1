package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.hub.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path directory;

  @Test
  void writesTheBytesOfTheSpecification() throws IOException {
    Path file = directory.resolve("m.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            tensor("b", WeightType.FLOAT32, List.of(2L), 1f, -2f),
            tensor("a", WeightType.FLOAT32, List.of(), 0.5f),
            tensor("h", WeightType.FLOAT16, List.of(1L, 1L), 1f)));
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[1,1],\"data_offsets\":[12,14]}}";
    int length = (header.length() + 7) / 8 * 8;
    ByteBuffer expected = ByteBuffer.allocate(8 + length + 14).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(length).put(header.getBytes(StandardCharsets.UTF_8));
    while (expected.position() < 8 + length) {
      expected.put((byte) ' ');
    }
    expected.putFloat(0.5f).putFloat(1f).putFloat(-2f).putShort((short) 0x3c00);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
  }

  @Test
  void readsWhatItWroteInEveryFormat() throws IOException {
    Path file = directory.resolve("m.safetensors");
    float[] values = {1f, -0.5f, 65504f, 0f, 0x1p-14f, -3f};
    for (WeightType type : List.of(WeightType.FLOAT32, WeightType.FLOAT16, WeightType.BFLOAT16)) {
      float[] exact =
          type == WeightType.BFLOAT16 ? new float[] {1f, -0.5f, 2f, 0f, 4f, -3f} : values;
      SafetensorsWriter.write(file, List.of(tensor("x", type, List.of(2L, 3L), exact)));
      try (SafetensorsReader reader = SafetensorsReader.open(file)) {
        assertThat(floats(reader, "x")).containsExactly(exact);
        assertThat(reader.tensors().get("x").shape()).containsExactly(2L, 3L);
        assertThat(reader.tensors().get("x").type()).isEqualTo(type);
      }
    }
  }

  @Test
  void readsAndWritesTensorsOfSeveralPieces() throws IOException {
    Path file = directory.resolve("m.safetensors");
    int length = 2_500_001;
    WeightSource counting =
        (offset, chunk) -> {
          for (long i = offset; chunk.hasRemaining(); i++) {
            chunk.put(i % 4096);
          }
        };
    for (WeightType type : List.of(WeightType.FLOAT32, WeightType.FLOAT16)) {
      SafetensorsWriter.write(
          file, List.of(new Tensor("x", type, List.of((long) length), counting)));
      try (SafetensorsReader reader = SafetensorsReader.open(file)) {
        float[] read = floats(reader, "x");
        assertThat(read).hasSize(length);
        for (int i = 0; i < length; i++) {
          if (read[i] != roundedToHalf(i % 4096, type)) {
            assertThat(read[i]).as("number %d", i).isEqualTo(roundedToHalf(i % 4096, type));
          }
        }
      }
    }
  }

  /** Float16 holds every integer to 2048 and the even ones, ties to multiples of 4, to 4096. */
  private static float roundedToHalf(int value, WeightType type) {
    return type == WeightType.FLOAT32 || value <= 2048
        ? value
        : (float) (2 * Math.rint(value / 2.0));
  }

  /** A sparse file stands for the large one; only what is looked at is read. */
  @Test
  void readsTensorsBeyondTwoGibibytes() throws IOException {
    Path file = directory.resolve("large.safetensors");
    long numbers = (1L << 31) + 3;
    String header =
        String.format(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}",
            numbers, numbers * 4, numbers * 4, numbers * 4 + 4);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write(withHeader(header, new byte[] {0, 0, 0, 0x40}));
      sparse.seek(8 + header.length() + numbers * 4);
      sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
    }
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.tensors().get("a").length()).isEqualTo(numbers);
      assertThat(floats(reader, "b")).containsExactly(1f);
      WeightSink stopping =
          (offset, chunk) -> {
            throw new IllegalStateException("begins with " + chunk.get(0) + " at " + offset);
          };
      assertThatThrownBy(() -> reader.read("a", stopping)).hasMessage("begins with 2.0 at 0");
      assertThatThrownBy(() -> floats(reader, "a"))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("integer overflow");
    }
  }

  @Test
  void sameContentMakesSameBytesInAnyOrder() throws IOException {
    Tensor a = tensor("a", WeightType.FLOAT32, List.of(1L), 1f);
    Tensor b = tensor("b", WeightType.BFLOAT16, List.of(1L), 2f);
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    SafetensorsWriter.write(one, List.of(a, b), Map.of("step", "7", "run", "x"));
    SafetensorsWriter.write(two, List.of(b, a), Map.of("run", "x", "step", "7"));
    assertThat(one).hasSameBinaryContentAs(two);
    assertThat(Files.readString(one, StandardCharsets.ISO_8859_1))
        .contains("{\"format\":\"pt\",\"run\":\"x\",\"step\":\"7\"}");
  }

  @Test
  void aFailedWriteLeavesWhatWasThere() throws IOException {
    Path file = directory.resolve("m.safetensors");
    SafetensorsWriter.write(file, List.of(tensor("x", WeightType.FLOAT32, List.of(1L), 1f)));
    byte[] before = Files.readAllBytes(file);
    WeightSource failing =
        (offset, chunk) -> {
          throw new IllegalStateException("source broke");
        };
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    file, List.of(new Tensor("x", WeightType.FLOAT32, List.of(1L), failing))))
        .hasMessage("source broke");
    WeightSource idle = (offset, chunk) -> {};
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    file, List.of(new Tensor("x", WeightType.FLOAT32, List.of(3L), idle))))
        .hasMessage("tensor x: source left 3 of 3 numbers unfilled");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void refusesNamesThatCannotStandInOneFile() {
    Tensor x = tensor("x", WeightType.FLOAT32, List.of(1L), 1f);
    assertThatThrownBy(() -> SafetensorsWriter.write(directory.resolve("m"), List.of(x, x)))
        .hasMessage("tensor name x is reserved or given twice");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}` | 8 | `header: not valid"
            + " JSON`",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}` | 7 | `truncated: 8"
            + " bytes of data announced, 7 found`",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}` | 9 | `1 bytes follow"
            + " the last tensor, expected none`",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}` | 8 | `x: data_offsets"
            + " is [0,8], expected 12 bytes for F32 [3]`",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}` | 8 | `x: data_offsets"
            + " is [8,0], expected [begin, end]`",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}` | 8 | `tensor x begins"
            + " at byte 4 of the data, expected 0`",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}`"
            + " | 8 | `tensor y begins at byte 4 of the data, expected 8`",
        "`{\"x\":{\"dtype\":\"X64\",\"shape\":[1],\"data_offsets\":[0,8]}}` | 8 | `x: dtype is"
            + " \"X64\", expected a type of the format, such as F32, F16 or BF16`",
        "`{\"x\":{\"shape\":[1],\"data_offsets\":[0,4]}}` | 4 | `x: dtype is missing`",
        "`{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}` | 4 | `x: shape is missing`",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}` | 4 | `x: shape is"
            + " [-1], expected a list of integers of at least 0`",
        "`{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}` | 4"
            + " | `x: shape is [4294967296,4294967296], expected a size that fits 63 bits`",
        "`{\"x\":[]}` | 0 | `x is [], expected an object`",
        "`{\"x\":null}` | 0 | `x is null, expected an object`",
      })
  void refusesMalformedHeaders(String header, int dataBytes, String message) throws IOException {
    Path file = directory.resolve("m.safetensors");
    Files.write(file, withHeader(header, new byte[dataBytes]));
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void refusesCutAndForeignFiles() throws IOException {
    Path file = directory.resolve("m.safetensors");
    assertThatThrownBy(() -> SafetensorsReader.open(file)).hasMessage(file + " does not exist");
    Files.write(file, new byte[5]);
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .hasMessage(file + ": 5 bytes is too short for the length of a header");
    Files.writeString(file, "version https://git-lfs.example");
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .hasMessageContaining(", expected 2 to 100000000");
    byte[] whole =
        withHeader("{\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", new byte[0]);
    Files.write(file, Arrays.copyOf(whole, 20));
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .hasMessage(file + ": truncated: header of 54 bytes announced, 12 follow");
    Files.write(file, withHeader("{\"\u00ff\":{}}", new byte[0], StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> SafetensorsReader.open(file))
        .hasMessage(file + ": header is not valid UTF-8");
  }

  @Test
  void refusesATensorThatTwoShardsHold() throws IOException {
    Path one = directory.resolve("1.safetensors");
    Path two = directory.resolve("2.safetensors");
    List<Tensor> tensors = List.of(tensor("x", WeightType.FLOAT32, List.of(1L), 1f));
    SafetensorsWriter.write(one, tensors);
    SafetensorsWriter.write(two, tensors);
    assertThatThrownBy(() -> SafetensorsReader.open(List.of(one, two)))
        .hasMessage(two + ": tensor x is in " + one + " as well");
  }

  @Test
  void acceptsEmptyTensorsAndUnusedMetadata() throws IOException {
    Path file = directory.resolve("m.safetensors");
    Files.write(
        file,
        withHeader(
            "{\"__metadata__\":{\"a\":\"b\"},\"y\":{\"dtype\":\"F32\",\"shape\":[1],"
                + "\"data_offsets\":[0,4]},\"e\":{\"dtype\":\"F32\",\"shape\":[0,7],"
                + "\"data_offsets\":[0,0]}}   ",
            new byte[] {0, 0, (byte) 0x80, 0x3f}));
    try (SafetensorsReader reader = SafetensorsReader.open(file)) {
      assertThat(reader.tensors()).containsOnlyKeys("e", "y");
      assertThat(floats(reader, "e")).isEmpty();
      assertThat(floats(reader, "y")).containsExactly(1f);
      assertThatThrownBy(() -> floats(reader, "z")).hasMessageStartingWith("no tensor z in [");
    }
  }

  static Tensor tensor(String name, WeightType type, List<Long> shape, float... values) {
    return new Tensor(name, type, shape, WeightSource.of(values));
  }

  private static float[] floats(SafetensorsReader reader, String name) throws IOException {
    TensorInfo tensor = reader.tensors().get(name);
    float[] values = new float[tensor == null ? 0 : Math.toIntExact(tensor.length())];
    reader.read(name, WeightSink.into(values));
    return values;
  }

  private static byte[] withHeader(String header, byte[] data) {
    return withHeader(header, data, StandardCharsets.UTF_8);
  }

  private static byte[] withHeader(String header, byte[] data, Charset characters) {
    byte[] text = header.getBytes(characters);
    return ByteBuffer.allocate(8 + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data)
        .array();
  }
}
