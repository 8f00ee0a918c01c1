package io.gradus.jobs.policy;

import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.PolicySnapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Makes a policy's weights available to executors: by broadcast, or through a file beside the run
 * store's tables when they are larger than {@code broadcastLimit} bytes. Each publication replaces
 * the one before it.
 */
public final class PolicyPublisher implements AutoCloseable {
  /** Where tasks run. */
  enum Reach {
    /** In the driver's own JVM, which shares its policies. */
    JVM,
    /** In other processes, to which weights are sent. */
    CLUSTER;

    static Reach of(JavaSparkContext spark) {
      return spark.isLocal() ? JVM : CLUSTER;
    }
  }

  private final JavaSparkContext spark;
  private final Reach reach;
  private final String slot;
  private final String folder;
  private final long broadcastLimit;
  private final ComputeType type;
  private Runnable withdraw = () -> {};

  /**
   * @param slot what executors file the versions under
   * @param storePath root of the run store
   * @param type rounding of the weights sent: float32 if any user computes in it
   */
  public PolicyPublisher(
      JavaSparkContext spark,
      String slot,
      String storePath,
      long broadcastLimit,
      ComputeType type) {
    this(spark, Reach.of(spark), slot, storePath, broadcastLimit, type);
  }

  PolicyPublisher(
      JavaSparkContext spark,
      Reach reach,
      String slot,
      String storePath,
      long broadcastLimit,
      ComputeType type) {
    this.spark = spark;
    this.reach = reach;
    this.slot = slot;
    this.folder = qualified(spark, storePath) + "/_policies/" + slot;
    this.broadcastLimit = broadcastLimit;
    this.type = type;
  }

  /** Executors work in other folders than the driver, so a relative path would mislead them. */
  private static String qualified(JavaSparkContext spark, String path) {
    if (path.isEmpty()) {
      return path;
    }
    try {
      Path root = new Path(path);
      return root.getFileSystem(spark.hadoopConfiguration()).makeQualified(root).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be opened", e);
    }
  }

  /**
   * Publishes the policy's present weights under a version of the slot. In local mode they are not
   * copied: until the next publication the policy must neither change nor be closed.
   */
  public PolicyVersion publish(Policy policy, String version) {
    withdraw();
    if (reach == Reach.JVM) {
      return share(policy, version);
    }
    return send(policy, version);
  }

  /** Publishes a policy that nobody else needs, and closes it when it is not needed any more. */
  public PolicyVersion handOver(Policy policy, String version) {
    withdraw();
    if (reach == Reach.CLUSTER) {
      try (policy) {
        return send(policy, version);
      }
    }
    Policy kept = policy;
    Compute rounded = new Compute(policy.compute().device(), policy.compute().threads(), type);
    if (!policy.isViewable(rounded)) {
      try (policy) {
        kept = policy.inferenceCopy(rounded);
      }
    }
    PolicyVersion published = share(kept, version);
    Runnable unshare = withdraw;
    Policy owned = kept;
    withdraw =
        () -> {
          unshare.run();
          owned.close();
        };
    return published;
  }

  private PolicyVersion share(Policy policy, String version) {
    String key = slot + "/" + version;
    LocalPolicies.put(key, policy);
    withdraw =
        () -> {
          LocalPolicies.remove(key);
          ExecutorPolicies.release(slot);
        };
    return new PolicyVersion(slot, version, new SnapshotSource.Local(key));
  }

  private PolicyVersion send(Policy policy, String version) {
    PolicySnapshot snapshot = PolicySnapshot.of(policy, type);
    if (snapshot.bytes() <= broadcastLimit) {
      Broadcast<PolicySnapshot> broadcast = spark.broadcast(snapshot);
      withdraw = () -> broadcast.destroy();
      return new PolicyVersion(slot, version, new SnapshotSource.Sent(broadcast));
    }
    Path file = new Path(folder + "/" + version + ".bin");
    write(snapshot, file);
    withdraw = () -> delete(file);
    return new PolicyVersion(
        slot,
        version,
        new SnapshotSource.Stored(
            file.toString(), new SerializableConfiguration(spark.hadoopConfiguration())));
  }

  private void write(PolicySnapshot snapshot, Path file) {
    try {
      FileSystem files = file.getFileSystem(spark.hadoopConfiguration());
      try (OutputStream out = new BufferedOutputStream(files.create(file, true), 1 << 20)) {
        snapshot.writeTo(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The policy cannot be written to " + file, e);
    }
  }

  private void delete(Path path) {
    try {
      path.getFileSystem(spark.hadoopConfiguration()).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be deleted", e);
    }
  }

  private void withdraw() {
    withdraw.run();
    withdraw = () -> {};
  }

  /** Withdraws the last publication and frees what this JVM holds of the slot. */
  @Override
  public void close() {
    withdraw();
    ExecutorPolicies.release(slot);
  }
}
