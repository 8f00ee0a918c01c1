package io.gradus.jobs.ml;

import io.gradus.jobs.policy.SharedModel;
import io.gradus.rewards.spark.Columns;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * What stages over a model have in common: where the model is, how it computes and how rows are
 * batched. The driver reads the model when {@code transform} is called; an executor loads it once
 * for all its tasks. Parameters persist with write and read.
 *
 * @param <S> the stage, which setters return
 */
public abstract class ModelStage<S extends ModelStage<S>> extends Transformer
    implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> modelUrl;
  private final Param<String> engine;
  private final IntParam batchSize;
  private final IntParam buckets;
  private final Param<String> outputCol;
  private final Param<String> dtype;
  private final IntParam threads;

  ModelStage(String uid, int defaultBatchSize, String defaultOutputCol) {
    this.uid = uid;
    modelUrl = text("modelUrl", "Hugging Face model directory, a path or a URL such as s3a://");
    engine = text("engine", "DJL engine: PyTorch");
    batchSize = whole("batchSize", "different inputs that are computed together");
    buckets = whole("buckets", "parts that inputs are put in order in, a task each");
    outputCol = text("outputCol", "column to add");
    dtype = text("dtype", "arithmetic of the model: float32 or bfloat16");
    threads = whole("threads", "libtorch threads of a task, at most spark.task.cpus");
    setDefault(engine, "PyTorch");
    setDefault(batchSize, defaultBatchSize);
    setDefault(buckets, 1);
    setDefault(outputCol, defaultOutputCol);
    setDefault(dtype, "float32");
    setDefault(threads, 1);
  }

  final Param<String> text(String name, String doc) {
    return new Param<>(this, name, doc);
  }

  final IntParam whole(String name, String doc) {
    return new IntParam(this, name, doc);
  }

  abstract S self();

  final <T> S with(Param<T> param, T value) {
    set(param, value);
    return self();
  }

  /**
   * The value of a whole-number parameter.
   *
   * @throws IllegalArgumentException if it is below {@code least}
   */
  final int atLeast(int least, IntParam param) {
    int value = (int) getOrDefault(param);
    if (value < least) {
      throw invalid(param, value, "at least " + least);
    }
    return value;
  }

  static IllegalArgumentException invalid(Param<?> param, Object value, String expected) {
    return new IllegalArgumentException(
        "Cannot set " + param.name() + " to " + value + ", expected " + expected);
  }

  final Compute compute() {
    return Compute.cpu(atLeast(1, threads), type());
  }

  private ComputeType type() {
    try {
      return ComputeType.of(getOrDefault(dtype));
    } catch (IllegalArgumentException e) {
      throw invalid(dtype, getOrDefault(dtype), "float32 or bfloat16");
    }
  }

  final BatchLayout layout() {
    return new BatchLayout(atLeast(1, batchSize), atLeast(1, buckets));
  }

  final SharedModel model(SparkSession session) {
    return SharedModel.open(session, getOrDefault(modelUrl), type());
  }

  /** The schema with the stage's column, once all settings and the column's name are checked. */
  final StructType add(StructType schema, DataType type) {
    if (!isSet(modelUrl) || getOrDefault(modelUrl).isBlank()) {
      throw new IllegalArgumentException(
          "modelUrl is not set, expected a Hugging Face model directory");
    }
    if (!getOrDefault(engine).equalsIgnoreCase("PyTorch")) {
      throw invalid(engine, getOrDefault(engine), "PyTorch");
    }
    compute();
    layout();
    Columns.requireAbsent(schema, getOrDefault(outputCol));
    return schema.add(getOrDefault(outputCol), type, true);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> modelUrl() {
    return modelUrl;
  }

  public Param<String> engine() {
    return engine;
  }

  public IntParam batchSize() {
    return batchSize;
  }

  public IntParam buckets() {
    return buckets;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> dtype() {
    return dtype;
  }

  public IntParam threads() {
    return threads;
  }

  /** A Hugging Face model directory: a local path or a URL that the driver can read. */
  public S setModelUrl(String url) {
    return with(modelUrl, url);
  }

  /** PyTorch; the parameter is there for stages of DJL's extension to be replaced as they stand. */
  public S setEngine(String name) {
    return with(engine, name);
  }

  /** Different inputs that are computed together; the last bits of results depend on it. */
  public S setBatchSize(int inputs) {
    return with(batchSize, inputs);
  }

  /** Parts that inputs are put in order in; the last bits of results depend on it. */
  public S setBuckets(int parts) {
    return with(buckets, parts);
  }

  /** The column to add. */
  public S setOutputCol(String name) {
    return with(outputCol, name);
  }

  /** float32 or bfloat16. */
  public S setDtype(String type) {
    return with(dtype, type);
  }

  /** libtorch threads of a task; the last bits of results depend on it. */
  public S setThreads(int number) {
    return with(threads, number);
  }
}
