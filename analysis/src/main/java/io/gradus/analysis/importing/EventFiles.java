package io.gradus.analysis.importing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * TensorBoard's event files. A file is a sequence of TFRecords (length as 8 bytes, masked CRC-32C
 * of those, data, masked CRC-32C of the data, all little-endian), each an {@code Event} message.
 * Scalars are read, which writers put into {@code simple_value} or into a tensor of one float or
 * double; all else (images, histograms, text) is passed over.
 *
 * <p>Formats: tensorflow/core/lib/io/record_writer.h, util/event.proto, framework/summary.proto and
 * framework/tensor.proto.
 */
final class EventFiles {
  private static final String IN_NAME = ".tfevents.";
  private static final int MOST_BYTES = 1 << 28;

  private EventFiles() {}

  /** Whether a file is called as event files are. */
  static boolean isEventFile(Path path) {
    return path.getName().contains(IN_NAME);
  }

  /**
   * The runs below a folder: the event files of one folder are one run, named by the folder's path
   * from the root, or by the root's name if they stand in it. Where two files, as after a restart,
   * have a value of the same tag and step, the later file's counts.
   *
   * @throws IllegalArgumentException if there is no event file, or one that is damaged
   */
  static List<RunLog> read(Configuration conf, String location) {
    Map<Path, List<Path>> folders = new TreeMap<>();
    for (Path path : Lines.list(conf, location, EventFiles::isEventFile)) {
      folders.computeIfAbsent(path.getParent(), p -> new ArrayList<>()).add(path);
    }
    if (folders.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no event file (events.out.tfevents.…)".formatted(location));
    }
    String root = new Path(location).toUri().getPath();
    List<RunLog> logs = new ArrayList<>();
    folders.forEach(
        (folder, files) -> {
          NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();
          files.forEach(file -> read(conf, file, metrics));
          String path = folder.toUri().getPath();
          int at = path.indexOf(root + "/");
          String name = at < 0 ? folder.getName() : path.substring(at + root.length() + 1);
          logs.add(new RunLog(name, path, metrics));
        });
    return logs;
  }

  private static void read(
      Configuration conf, Path path, NavigableMap<Integer, Map<String, Double>> metrics) {
    String place = path.toUri().getPath();
    try (DataInputStream in = new DataInputStream(path.getFileSystem(conf).open(path, 1 << 16))) {
      for (int record = 1; ; record++) {
        byte[] data;
        try {
          data = record(in, place, record);
        } catch (EOFException e) {
          return; // The end, or a record that its writer has not finished.
        }
        event(new Message(data), metrics);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + place, e);
    } catch (Message.Damaged e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  private static byte[] record(DataInputStream in, String place, int number) throws IOException {
    byte[] header = new byte[Long.BYTES];
    in.readFully(header);
    int headerSum = Integer.reverseBytes(in.readInt());
    long length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerSum != maskedCrc(header) || length < 0 || length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "%s: record %d is damaged, or this is no event file".formatted(place, number));
    }
    byte[] data = new byte[(int) length];
    in.readFully(data);
    if (Integer.reverseBytes(in.readInt()) != maskedCrc(data)) {
      throw new IllegalArgumentException(
          "%s: record %d is damaged: its checksum is wrong".formatted(place, number));
    }
    return data;
  }

  private static int maskedCrc(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  /** Event: step = 2, summary = 5. Summary: value = 1. */
  private static void event(Message event, NavigableMap<Integer, Map<String, Double>> metrics) {
    long step = 0;
    List<Message> summaries = new ArrayList<>();
    while (event.next()) {
      if (event.field() == 2) {
        step = event.varint();
      } else if (event.field() == 5) {
        summaries.add(event.message());
      }
    }
    if (step < 0 || step > Integer.MAX_VALUE) {
      return;
    }
    for (Message summary : summaries) {
      while (summary.next()) {
        if (summary.field() == 1) {
          value(summary.message(), (int) step, metrics);
        }
      }
    }
  }

  /** Summary.Value: tag = 1, simple_value = 2, tensor = 8. */
  private static void value(
      Message value, int step, NavigableMap<Integer, Map<String, Double>> metrics) {
    String tag = "";
    double number = Double.NaN;
    boolean scalar = false;
    while (value.next()) {
      if (value.field() == 1) {
        tag = new String(value.bytes(), StandardCharsets.UTF_8);
      } else if (value.field() == 2) {
        number = value.fixed32();
        scalar = true;
      } else if (value.field() == 8) {
        double[] tensor = tensor(value.message());
        scalar = tensor.length == 1;
        number = scalar ? tensor[0] : Double.NaN;
      }
    }
    if (scalar) {
      metrics.computeIfAbsent(step, s -> new HashMap<>()).put(tag, number);
    }
  }

  /**
   * The value of a tensor of one float or double, else nothing. TensorProto: dtype = 1 (1 float, 2
   * double), tensor_content = 4, float_val = 5, double_val = 6.
   */
  private static double[] tensor(Message tensor) {
    long type = 0;
    byte[] values = new byte[0];
    while (tensor.next()) {
      switch (tensor.field()) {
        case 1 -> type = tensor.varint();
        case 4, 5, 6 -> values = tensor.packed();
        default -> {}
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
    if (type == 1 && values.length == Float.BYTES) {
      return new double[] {bytes.getFloat()};
    }
    if (type == 2 && values.length == Double.BYTES) {
      return new double[] {bytes.getDouble()};
    }
    return new double[0];
  }
}
