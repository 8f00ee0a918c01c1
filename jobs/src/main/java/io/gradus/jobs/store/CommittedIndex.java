package io.gradus.jobs.store;

import io.gradus.datasets.SparkTable;
import io.gradus.files.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.execution.datasources.NoopCache$;
import org.apache.spark.sql.execution.datasources.PartitionPath;
import org.apache.spark.sql.execution.datasources.PartitionSpec;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.mutable.LinkedHashMap$;

/**
 * The files of a table as manifests name them, in place of what Spark would find by listing
 * folders: sizes are those recorded, partition values those of the paths.
 */
final class CommittedIndex extends PartitioningAwareFileIndex {
  private static final long BLOCK = 128L << 20;

  private final List<Path> roots;
  private final Map<Path, FileStatus> leaves = new LinkedHashMap<>();
  private final scala.collection.immutable.Map<Path, FileStatus[]> byFolder;
  private final PartitionSpec partitions;

  /**
   * Of a table's files.
   *
   * @param files by qualified path
   */
  CommittedIndex(
      SparkSession spark, StoreFiles store, Table<?> table, Map<String, CommittedFile> files) {
    super(spark, noOptions(), Option.empty(), NoopCache$.MODULE$);
    Map<Path, List<FileStatus>> folders = new LinkedHashMap<>();
    for (String name : files.keySet().stream().sorted().toList()) {
      Path path = new Path(name);
      FileStatus status = new FileStatus(files.get(name).entry().bytes(), false, 1, BLOCK, 0, path);
      leaves.put(path, status);
      folders.computeIfAbsent(path.getParent(), folder -> new ArrayList<>()).add(status);
    }
    scala.collection.immutable.Map<Path, FileStatus[]> all =
        scala.collection.immutable.Map$.MODULE$.empty();
    for (Map.Entry<Path, List<FileStatus>> folder : folders.entrySet()) {
      all = all.$plus(new Tuple2<>(folder.getKey(), folder.getValue().toArray(FileStatus[]::new)));
    }
    this.byFolder = all;
    StructType columns = partitionColumns(table);
    this.roots =
        columns.isEmpty() ? List.copyOf(leaves.keySet()) : List.of(store.path(table.name()));
    this.partitions =
        columns.isEmpty() ? PartitionSpec.emptySpec() : partitions(columns, folders.keySet());
  }

  private static scala.collection.immutable.Map<String, String> noOptions() {
    return scala.collection.immutable.Map$.MODULE$.empty();
  }

  private static StructType partitionColumns(Table<?> table) {
    StructType columns = new StructType();
    StructType all = SparkTable.schema(table);
    int inFiles = SparkTable.fileSchema(table).size();
    for (StructField field : List.of(all.fields()).subList(inFiles, all.size())) {
      columns = columns.add(field.name(), field.dataType(), field.nullable());
    }
    return columns;
  }

  private static PartitionSpec partitions(StructType columns, Collection<Path> folders) {
    List<PartitionPath> paths = new ArrayList<>();
    for (Path folder : folders) {
      paths.add(PartitionPath.apply(values(columns, folder), folder));
    }
    return new PartitionSpec(columns, JavaConverters.asScalaBuffer(paths).toList());
  }

  /** The values that the last folders of a path give, one folder a column. */
  private static InternalRow values(StructType columns, Path folder) {
    Object[] values = new Object[columns.size()];
    Path level = folder;
    for (int i = columns.size() - 1; i >= 0; i--, level = level.getParent()) {
      StructField column = columns.fields()[i];
      String text =
          ExternalCatalogUtils.unescapePathName(
              level.getName().substring(column.name().length() + 1));
      values[i] =
          column.dataType().equals(DataTypes.IntegerType)
              ? (Object) Integer.valueOf(text)
              : UTF8String.fromString(text);
    }
    return new GenericInternalRow(values);
  }

  /** What Spark's class says of its work is of its own package. */
  @Override
  public String logName() {
    return PartitioningAwareFileIndex.class.getName();
  }

  @Override
  public scala.collection.immutable.Seq<Path> rootPaths() {
    return JavaConverters.asScalaBuffer(roots).toList();
  }

  @Override
  public PartitionSpec partitionSpec() {
    return partitions;
  }

  @Override
  public scala.collection.mutable.LinkedHashMap<Path, FileStatus> leafFiles() {
    scala.collection.mutable.LinkedHashMap<Path, FileStatus> all =
        LinkedHashMap$.MODULE$.<Path, FileStatus>empty();
    leaves.forEach(all::put);
    return all;
  }

  @Override
  public scala.collection.immutable.Map<Path, FileStatus[]> leafDirToChildrenFiles() {
    return byFolder;
  }

  @Override
  public void refresh() {
    // Commits that come later are seen by those who open the store later.
  }
}
