package io.gradus.jobs.policy;

import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.PolicySnapshot;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Where an executor gets a policy's weights from, when it does not hold them yet. */
public interface SnapshotSource extends Serializable {
  /**
   * A policy for one way of computing, owned by the caller.
   *
   * @param compute of inference
   */
  Policy load(Compute compute);

  /** A policy from the bytes that were sent, in memory of its own. */
  private static Policy restored(PolicySnapshot snapshot, Compute compute) {
    Policy restored = snapshot.restore(compute);
    if (compute.dtype() == ComputeType.FLOAT32) {
      return restored;
    }
    try (restored) {
      return restored.inferenceCopy(compute);
    }
  }

  /** Weights in this JVM, which the driver shares with tasks in local mode. */
  record Local(String key) implements SnapshotSource {
    @Override
    public Policy load(Compute compute) {
      Policy policy = LocalPolicies.get(key);
      return policy.isViewable(compute) ? policy.view(compute) : policy.inferenceCopy(compute);
    }
  }

  /** Weights sent with Spark's broadcast. */
  record Sent(Broadcast<PolicySnapshot> broadcast) implements SnapshotSource {
    @Override
    public Policy load(Compute compute) {
      return restored(broadcast.value(), compute);
    }
  }

  /** Weights too large for a broadcast, in a file of the run store. */
  record Stored(String location, SerializableConfiguration hadoop) implements SnapshotSource {
    @Override
    public Policy load(Compute compute) {
      Path path = new Path(location);
      try (InputStream in =
          new BufferedInputStream(path.getFileSystem(hadoop.value()).open(path), 1 << 20)) {
        return restored(PolicySnapshot.readFrom(in), compute);
      } catch (IOException e) {
        throw new UncheckedIOException("The policy at " + location + " cannot be read", e);
      }
    }
  }
}
