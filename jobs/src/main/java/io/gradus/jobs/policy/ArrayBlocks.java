package io.gradus.jobs.policy;

import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.storage.StorageLevel;
import scala.Option;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/**
 * Arrays that tasks leave with Spark's block managers for other tasks and the driver to read: the
 * blocks of a data set that Spark itself never computes. What an executor stored is lost with it.
 *
 * <p>An array may be put again, as a repeated task does, with the same numbers only. Arrays that
 * were read must not be changed: Spark may hold them.
 *
 * @param set names the arrays that are removed together
 */
public record ArrayBlocks(int set) implements Serializable {
  private static final ClassTag<float[]> FLOATS =
      scala.reflect.ClassTag$.MODULE$.apply(float[].class);
  private static final ClassTag<short[]> HALVES =
      scala.reflect.ClassTag$.MODULE$.apply(short[].class);

  /** Where an array is kept. */
  public enum Place {
    /** In the part of the heap that Spark manages, and on disk as far as that is full. */
    MEMORY(StorageLevel.MEMORY_AND_DISK()),
    /** On a local disk, as what Spark shuffles is. */
    DISK(StorageLevel.DISK_ONLY());

    private final StorageLevel level;

    Place(StorageLevel level) {
      this.level = level;
    }
  }

  /** No arrays yet. */
  public static ArrayBlocks create(JavaSparkContext spark) {
    return new ArrayBlocks(spark.emptyRDD().id());
  }

  private static BlockManager manager() {
    return SparkEnv.get().blockManager();
  }

  /** Stores an array in this process. */
  public void put(int index, float[] values, Place place) {
    stored(index, manager().putSingle(id(index), values, place.level, true, FLOATS));
  }

  /** Stores an array in this process. */
  public void put(int index, short[] values, Place place) {
    stored(index, manager().putSingle(id(index), values, place.level, true, HALVES));
  }

  private void stored(int index, boolean done) {
    if (!done) {
      throw new IllegalStateException(
          "Block %s cannot be stored, expected room on a local disk (spark.local.dir)"
              .formatted(id(index).name()));
    }
  }

  /**
   * Reads an array, from another process if need be.
   *
   * @throws LostBlockException if no process has it
   */
  public float[] floats(int index) {
    return (float[]) read(index, FLOATS);
  }

  /** The same for an array of shorts. */
  public short[] halves(int index) {
    return (short[]) read(index, HALVES);
  }

  private Object read(int index, ClassTag<?> type) {
    Option<BlockResult> found = manager().get(id(index), type);
    if (found.isEmpty()) {
      throw new LostBlockException(id(index).name());
    }
    Iterator<Object> values = found.get().data();
    Object value = values.next();
    if (values.hasNext()) { // asked for, since that releases the block
      throw new IllegalStateException("Block %s has several values".formatted(id(index).name()));
    }
    return value;
  }

  private RDDBlockId id(int index) {
    return new RDDBlockId(set, index);
  }

  /** Removes all arrays of the set everywhere; to be called on the driver. */
  public void remove() {
    manager().master().removeRdd(set, false);
  }
}
