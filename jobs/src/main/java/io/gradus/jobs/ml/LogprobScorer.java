package io.gradus.jobs.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.size;

import io.gradus.jobs.policy.SharedModel;
import io.gradus.jobs.policy.SharedModel.Tokenizing;
import io.gradus.rewards.spark.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds the natural-log probabilities of given tokens, array&lt;float&gt;. One input column: of its
 * tokens 1 … n − 1, given those before. Two input columns, a prompt and what follows it: of every
 * token of the second. Columns are token ids (array&lt;int&gt;) or texts, which are tokenised as
 * they stand, special tokens only where they spell them out; a null gives null.
 */
public final class LogprobScorer extends ModelStage<LogprobScorer> {
  private static final long serialVersionUID = 1L;
  private static final DataType IDS = DataTypes.createArrayType(DataTypes.IntegerType);

  private final StringArrayParam inputCols =
      new StringArrayParam(this, "inputCols", "column of tokens, or of prompts and of tokens");
  private final DoubleParam temperature =
      new DoubleParam(this, "temperature", "divides the logits, above 0");

  /** A stage with a uid of its own. */
  public LogprobScorer() {
    this(Identifiable$.MODULE$.randomUID("logprobScorer"));
  }

  /** A stage with a given uid; for reading back. */
  public LogprobScorer(String uid) {
    super(uid, 32, "logprobs");
    setDefault(inputCols, new String[] {"input_ids"});
    setDefault(temperature, 1.0);
  }

  /** Reads a stage that was written. */
  public static MLReader<LogprobScorer> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a stage from a path. */
  public static LogprobScorer load(String path) {
    return read().load(path);
  }

  @Override
  LogprobScorer self() {
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    types(schema);
    temperatureAboveZero();
    return add(schema, DataTypes.createArrayType(DataTypes.FloatType, false));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    StructType output = transformSchema(rows.schema());
    List<DataType> types = types(rows.schema());
    SharedModel model = model(rows.sparkSession());
    if (types.contains(DataTypes.StringType) && model.facts().tokenizing() == Tokenizing.NONE) {
      throw new IllegalArgumentException(
          "inputCols are texts, but the model has no tokenizer.json, expected array<int>");
    }
    LogprobFunction function = new LogprobFunction(model, compute(), temperatureAboveZero(), types);
    return layout().compute(rows, content(types), output, function);
  }

  /** Longer rows come later, so that little of a batch is padding. */
  private List<Column> content(List<DataType> types) {
    String[] names = getOrDefault(inputCols);
    Column total = null;
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Column column = col(names[i]);
      columns.add(column);
      Column tokens = types.get(i).equals(DataTypes.StringType) ? length(column) : size(column);
      total = total == null ? tokens : total.plus(tokens);
    }
    columns.add(0, total);
    return columns;
  }

  private List<DataType> types(StructType schema) {
    String[] names = getOrDefault(inputCols);
    if (names.length < 1 || names.length > 2) {
      throw invalid(inputCols, String.join(", ", names), "one column or two");
    }
    List<DataType> types = new ArrayList<>();
    for (String name : names) {
      DataType type = Columns.type(schema, name);
      if (!type.equals(DataTypes.StringType) && !DataType.equalsIgnoreNullability(type, IDS)) {
        throw new IllegalArgumentException(
            "Column " + name + " is " + type.simpleString() + ", expected string or array<int>");
      }
      types.add(type);
    }
    return List.copyOf(types);
  }

  private double temperatureAboveZero() {
    double value = (double) getOrDefault(temperature);
    if (!(value > 0) || Double.isInfinite(value)) {
      throw invalid(temperature, value, "a number above 0");
    }
    return value;
  }

  public StringArrayParam inputCols() {
    return inputCols;
  }

  public DoubleParam temperature() {
    return temperature;
  }

  /** The column of tokens, or the columns of prompts and of tokens. */
  public LogprobScorer setInputCols(String... names) {
    return with(inputCols, names);
  }

  /** Divides the logits; above 0. */
  public LogprobScorer setTemperature(double value) {
    return with(temperature, value);
  }

  @Override
  public LogprobScorer copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
