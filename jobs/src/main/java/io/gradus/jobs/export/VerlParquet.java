package io.gradus.jobs.export;

import io.gradus.training.text.ChatMessage;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Problems in verl's Parquet layout: {@code data_source}, {@code prompt} (a list of role and
 * content), {@code ability}, {@code reward_model} and {@code extra_info}. Rows stand in the order
 * in which the trainer takes them.
 */
final class VerlParquet {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message problem {
            required binary data_source (STRING);
            required group prompt (LIST) {
              repeated group list {
                required group element {
                  required binary role (STRING);
                  required binary content (STRING);
                }
              }
            }
            required binary ability (STRING);
            required group reward_model {
              required binary ground_truth (STRING);
              required binary style (STRING);
            }
            required group extra_info {
              required int64 index;
              required binary split (STRING);
              required binary id (STRING);
              required binary grading (STRING);
              optional double pass_rate;
            }
          }
          """);

  private VerlParquet() {}

  /** Writes a file that is not there yet. */
  static void write(java.nio.file.Path file, List<ExportedProblem> problems) throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new Path(file.toUri()))
            .withConf(new Configuration(false))
            .withType(SCHEMA)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withWriteMode(ParquetFileWriter.Mode.CREATE)
            .build()) {
      for (int row = 0; row < problems.size(); row++) {
        writer.write(group(problems.get(row), row));
      }
    }
    // The checksum that Hadoop's local file system leaves beside a file is of no use to others.
    java.nio.file.Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  private static Group group(ExportedProblem problem, int row) {
    Group group = new SimpleGroup(SCHEMA);
    group.add("data_source", problem.set());
    Group prompt = group.addGroup("prompt");
    for (ChatMessage message : problem.messages()) {
      Group element = prompt.addGroup("list").addGroup("element");
      element.add("role", message.role());
      element.add("content", message.content());
    }
    group.add("ability", problem.grading());
    Group model = group.addGroup("reward_model");
    model.add("ground_truth", problem.gold());
    model.add("style", "rule");
    Group extra = group.addGroup("extra_info");
    extra.add("index", (long) row);
    extra.add("split", problem.split());
    extra.add("id", problem.id());
    extra.add("grading", problem.grading());
    if (!Double.isNaN(problem.difficulty())) {
      extra.add("pass_rate", problem.difficulty());
    }
    return group;
  }
}
