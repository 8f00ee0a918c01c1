package io.gradus.jobs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.runtime.AbstractFunction1;

/**
 * Spark's Parquet reader, which compares a file with the sum that its commit recorded before it
 * takes the first row from it. Only files that a query reads are compared, by the tasks that read
 * them.
 */
final class VerifiedParquet extends ParquetFileFormat {
  private static final long serialVersionUID = 1;

  private final transient FileSums sums;
  private transient Broadcast<FileSums> sent;

  VerifiedParquet(FileSums sums) {
    this.sums = sums;
  }

  /** The sums as tasks get them: sent when the first query reads the table. */
  private synchronized Broadcast<FileSums> sent(SparkSession spark) {
    if (sent == null) {
      sent = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(sums);
    }
    return sent;
  }

  /** What Spark's class says of its work is of its own package. */
  @Override
  public String logName() {
    return ParquetFileFormat.class.getName();
  }

  /** What Spark 3.5 calls; its sequences are Scala 2.12's. Overrides there. */
  @SuppressWarnings("MissingOverride")
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
      SparkSession spark,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      scala.collection.Seq<Filter> filters,
      Map<String, String> options,
      Configuration hadoop) {
    return new Verifying(
        sent(spark),
        new SerializableConfiguration(hadoop),
        super.buildReaderWithPartitionValues(
            spark, dataSchema, partitionSchema, requiredSchema, filters.toList(), options, hadoop));
  }

  /** What Spark 4 calls; its sequences are Scala 2.13's. Overrides there. */
  @SuppressWarnings("MissingOverride")
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
      SparkSession spark,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      scala.collection.immutable.Seq<Filter> filters,
      Map<String, String> options,
      Configuration hadoop) {
    return buildReaderWithPartitionValues(
        spark,
        dataSchema,
        partitionSchema,
        requiredSchema,
        (scala.collection.Seq<Filter>) filters,
        options,
        hadoop);
  }

  /** Two of them read alike only if they expect the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof VerifiedParquet parquet && parquet.sums == sums;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(sums);
  }

  private static final class Verifying
      extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
      implements java.io.Serializable {
    private static final long serialVersionUID = 1;

    private final Broadcast<FileSums> sums;
    private final SerializableConfiguration hadoop;
    private final Function1<PartitionedFile, Iterator<InternalRow>> reader;

    Verifying(
        Broadcast<FileSums> sums,
        SerializableConfiguration hadoop,
        Function1<PartitionedFile, Iterator<InternalRow>> reader) {
      this.sums = sums;
      this.hadoop = hadoop;
      this.reader = reader;
    }

    @Override
    public Iterator<InternalRow> apply(PartitionedFile file) {
      Path place = checked(file);
      try {
        return reader.apply(at(place, file));
      } catch (Exception e) {
        // It may have been moved aside between the check and the reading.
        Path now = checked(file);
        if (now.equals(place)) {
          throw e;
        }
        return reader.apply(at(now, file));
      }
    }

    private Path checked(PartitionedFile file) {
      try {
        return sums.value().check(file.toPath(), hadoop.value());
      } catch (IOException e) {
        throw new UncheckedIOException(file.toPath() + " cannot be read", e);
      }
    }

    private static PartitionedFile at(Path place, PartitionedFile file) {
      return place.equals(file.toPath())
          ? file
          : new PartitionedFile(
              file.partitionValues(),
              SparkPath.fromPath(place),
              file.start(),
              file.length(),
              file.locations(),
              file.modificationTime(),
              file.fileSize(),
              file.otherConstantMetadataColumnValues());
    }
  }
}
