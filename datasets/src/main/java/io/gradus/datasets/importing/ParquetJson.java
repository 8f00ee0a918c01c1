package io.gradus.datasets.importing;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gradus.files.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * Records of Parquet as JSON: structs and maps are objects, lists are lists, fields without a value
 * are left out. Lists and maps are told by their annotations, in the layouts that the format's
 * description of logical types lists, the older ones too.
 */
final class ParquetJson {
  private ParquetJson() {}

  /**
   * A record.
   *
   * @param text as JSON
   * @param defect why it cannot be used; empty if it can
   */
  record Row(String text, String defect) {}

  static Row row(Group record) {
    StringWriter text = new StringWriter();
    String defect = "";
    try (JsonGenerator json = Json.STRICT.createGenerator(text)) {
      try {
        object(json, record);
      } catch (RejectedRowException e) {
        defect = e.getMessage();
      } catch (RuntimeException e) {
        defect = "a value cannot be read: " + e.getMessage();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory takes all
    }
    return new Row(text.toString(), defect);
  }

  private static void object(JsonGenerator json, Group group)
      throws IOException, RejectedRowException {
    json.writeStartObject();
    GroupType type = group.getType();
    for (int field = 0; field < type.getFieldCount(); field++) {
      Type child = type.getType(field);
      if (child.isRepetition(Type.Repetition.REPEATED)) {
        json.writeFieldName(child.getName());
        items(json, group, field, child);
      } else if (group.getFieldRepetitionCount(field) > 0) {
        json.writeFieldName(child.getName());
        value(json, group, field, 0);
      }
    }
    json.writeEndObject();
  }

  private static void items(JsonGenerator json, Group group, int field, Type item)
      throws IOException, RejectedRowException {
    json.writeStartArray();
    for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
      if (isWrapper(item, group.getType())) {
        Group wrapper = group.getGroup(field, i);
        if (wrapper.getFieldRepetitionCount(0) == 0) {
          json.writeNull();
        } else {
          value(json, wrapper, 0, 0);
        }
      } else {
        value(json, group, field, i);
      }
    }
    json.writeEndArray();
  }

  /** Whether the repeated group of a list is a level of its own around the items. */
  private static boolean isWrapper(Type repeated, GroupType list) {
    return isList(list)
        && !repeated.isPrimitive()
        && repeated.asGroupType().getFieldCount() == 1
        && !repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
        && !repeated.getName().equals("array")
        && !repeated.getName().equals(list.getName() + "_tuple");
  }

  private static boolean isList(GroupType type) {
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
        && type.getFieldCount() == 1
        && type.getType(0).isRepetition(Type.Repetition.REPEATED);
  }

  private static boolean isMap(GroupType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return (logical instanceof MapLogicalTypeAnnotation
            || logical instanceof MapKeyValueTypeAnnotation)
        && type.getFieldCount() == 1
        && type.getType(0).isRepetition(Type.Repetition.REPEATED)
        && !type.getType(0).isPrimitive()
        && type.getType(0).asGroupType().getFieldCount() == 2;
  }

  private static void value(JsonGenerator json, Group group, int field, int index)
      throws IOException, RejectedRowException {
    Type type = group.getType().getType(field);
    if (type.isPrimitive()) {
      ParquetValue.write(json, group, field, index);
      return;
    }
    Group inner = group.getGroup(field, index);
    if (isList(inner.getType())) {
      items(json, inner, 0, inner.getType().getType(0));
    } else if (isMap(inner.getType())) {
      entries(json, inner);
    } else {
      object(json, inner);
    }
  }

  private static void entries(JsonGenerator json, Group map)
      throws IOException, RejectedRowException {
    json.writeStartObject();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group entry = map.getGroup(0, i);
      json.writeFieldName(key(entry));
      if (entry.getFieldRepetitionCount(1) == 0) {
        json.writeNull();
      } else {
        value(json, entry, 1, 0);
      }
    }
    json.writeEndObject();
  }

  /** A key as text: that of a text itself, of anything else its JSON. */
  private static String key(Group entry) throws IOException, RejectedRowException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.STRICT.createGenerator(text)) {
      value(json, entry, 0, 0);
    }
    var node = Json.EXACT.readTree(text.toString());
    return node.isValueNode() ? node.asText() : node.toString();
  }
}
