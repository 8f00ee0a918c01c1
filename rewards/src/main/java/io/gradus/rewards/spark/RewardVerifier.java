package io.gradus.rewards.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.Verdict;
import io.gradus.rewards.Verifier;
import java.util.Locale;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Verifies a column of completions against a column of gold answers, on executors. Adds a column of
 * structs {correct boolean, extracted string, reason string}; a null gold answer or completion is
 * not correct. A column may be a field of a struct, such as {@code rollout.completion}. Parameters
 * persist with write and read.
 */
public final class RewardVerifier extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final StructType VERDICT =
      new StructType()
          .add("correct", DataTypes.BooleanType, false)
          .add("extracted", DataTypes.StringType, true)
          .add("reason", DataTypes.StringType, false);

  private final String uid;
  private final Param<String> goldCol;
  private final Param<String> completionCol;
  private final Param<String> outputCol;
  private final Param<String> extraction;

  /** A stage with a uid of its own. */
  public RewardVerifier() {
    this(Identifiable$.MODULE$.randomUID("rewardVerifier"));
  }

  /** A stage with a given uid; for reading back. */
  public RewardVerifier(String uid) {
    this.uid = uid;
    goldCol = new Param<>(this, "goldCol", "column of gold answers");
    completionCol = new Param<>(this, "completionCol", "column of completions");
    outputCol = new Param<>(this, "outputCol", "column of verdicts to add");
    extraction = new Param<>(this, "extraction", "where answers may stand: strict or flexible");
    setDefault(goldCol, "gold");
    setDefault(completionCol, "completion");
    setDefault(outputCol, "verdict");
    setDefault(extraction, "flexible");
  }

  /** Reads a stage that was written. */
  public static MLReader<RewardVerifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a stage from a path. */
  public static RewardVerifier load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> goldCol() {
    return goldCol;
  }

  public Param<String> completionCol() {
    return completionCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> extraction() {
    return extraction;
  }

  public RewardVerifier setGoldCol(String name) {
    set(goldCol, name);
    return this;
  }

  public RewardVerifier setCompletionCol(String name) {
    set(completionCol, name);
    return this;
  }

  public RewardVerifier setOutputCol(String name) {
    set(outputCol, name);
    return this;
  }

  /** Where answers may stand: strict or flexible. */
  public RewardVerifier setExtraction(String policy) {
    policy(policy);
    set(extraction, policy);
    return this;
  }

  private static ExtractionPolicy policy(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "strict" -> ExtractionPolicy.STRICT;
      case "flexible" -> ExtractionPolicy.FLEXIBLE;
      default ->
          throw new IllegalArgumentException(
              "Cannot set extraction to '" + name + "', expected strict or flexible");
    };
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    transformSchema(rows.schema());
    Verifier verifier = Verifier.of(policy(getOrDefault(extraction)));
    UDF2<String, String, Row> verify =
        (gold, completion) -> {
          if (gold == null || completion == null) {
            return RowFactory.create(
                false, null, "no " + (gold == null ? "gold answer" : "completion"));
          }
          Verdict v = verifier.verify(gold, completion);
          return RowFactory.create(v.correct(), v.extracted().orElse(null), v.reason());
        };
    return rows.withColumn(
        getOrDefault(outputCol),
        udf(verify, VERDICT).apply(col(getOrDefault(goldCol)), col(getOrDefault(completionCol))));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    policy(getOrDefault(extraction));
    requireText(schema, getOrDefault(goldCol));
    requireText(schema, getOrDefault(completionCol));
    String output = getOrDefault(outputCol);
    Columns.requireAbsent(schema, output);
    return schema.add(output, VERDICT, true);
  }

  private static void requireText(StructType schema, String column) {
    DataType type = Columns.type(schema, column);
    if (!type.equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "Column " + column + " is " + type.simpleString() + ", expected string");
    }
  }

  @Override
  public RewardVerifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
