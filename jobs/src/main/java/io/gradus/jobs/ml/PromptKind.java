package io.gradus.jobs.ml;

import io.gradus.jobs.policy.SharedModel;
import io.gradus.jobs.policy.SharedModel.Tokenizing;
import io.gradus.training.text.ChatMessage;
import io.gradus.training.text.ChatOptions;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a column of prompts holds, and how it becomes token ids. */
enum PromptKind {
  /** Text that stands by itself. */
  PLAIN(Tokenizing.TEXT) {
    @Override
    int[] ids(SharedModel model, Row row, int column, ChatOptions chat) {
      return model.tokenizer().encode(row.getString(column) + chat.answerPrefix());
    }
  },
  /** Text of a user's message. */
  USER_MESSAGE(Tokenizing.TEXT_AND_CHAT) {
    @Override
    int[] ids(SharedModel model, Row row, int column, ChatOptions chat) {
      return model.tokenizer().encodeChat(List.of(ChatMessage.user(row.getString(column))), chat);
    }
  },
  /** Messages with role and content. */
  CONVERSATION(Tokenizing.TEXT_AND_CHAT) {
    @Override
    int[] ids(SharedModel model, Row row, int column, ChatOptions chat) {
      return model
          .tokenizer()
          .encodeChat(
              row.<Row>getList(column).stream()
                  .map(m -> new ChatMessage(m.getAs("role"), m.getAs("content")))
                  .toList(),
              chat);
    }
  },
  /** Token ids. */
  TOKEN_IDS(Tokenizing.NONE) {
    @Override
    int[] ids(SharedModel model, Row row, int column, ChatOptions chat) {
      return row.<Integer>getList(column).stream().mapToInt(Integer::intValue).toArray();
    }
  };

  private final Tokenizing needs;

  PromptKind(Tokenizing needs) {
    this.needs = needs;
  }

  /**
   * The kind of a column.
   *
   * @param text what a text is
   * @throws IllegalArgumentException if the column's type is none of a prompt
   */
  static PromptKind of(String column, DataType type, PromptKind text) {
    if (type.equals(DataTypes.StringType)) {
      return text;
    }
    if (type instanceof ArrayType array) {
      if (array.elementType().equals(DataTypes.IntegerType)) {
        return TOKEN_IDS;
      }
      if (array.elementType() instanceof StructType fields && isMessage(fields)) {
        return CONVERSATION;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            "Column %s is %s, expected string, array<int> or array<struct<role:string,"
                + "content:string>>",
            column, type.simpleString()));
  }

  private static boolean isMessage(StructType fields) {
    return List.of(fields.fieldNames()).containsAll(List.of("role", "content"))
        && fields.apply("role").dataType().equals(DataTypes.StringType)
        && fields.apply("content").dataType().equals(DataTypes.StringType);
  }

  /**
   * Token ids of a row's prompt, which is not null.
   *
   * @param chat variables of the template, and what the answer begins with; token ids take none
   */
  abstract int[] ids(SharedModel model, Row row, int column, ChatOptions chat);

  /**
   * Checks that a model can read prompts of this kind.
   *
   * @throws IllegalArgumentException if it cannot
   */
  void check(SharedModel model, String column) {
    if (model.facts().tokenizing().compareTo(needs) < 0) {
      throw new IllegalArgumentException(
          needs == Tokenizing.TEXT
              ? "Column "
                  + column
                  + " is text, but the model has no tokenizer.json,"
                  + " expected array<int>"
              : "Column "
                  + column
                  + " is for a chat template, but the model has none, expected"
                  + " plain text with template = plain, or array<int>");
    }
  }
}
