package io.gradus.jobs.policy;

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
interface SnapshotSource extends Serializable {
  PolicySnapshot read();

  /** Weights sent with Spark's broadcast. */
  record Sent(Broadcast<PolicySnapshot> broadcast) implements SnapshotSource {
    @Override
    public PolicySnapshot read() {
      return broadcast.value();
    }
  }

  /** Weights too large for a broadcast, in a file of the run store. */
  record Stored(String location, SerializableConfiguration hadoop) implements SnapshotSource {
    @Override
    public PolicySnapshot read() {
      Path path = new Path(location);
      try (InputStream in =
          new BufferedInputStream(path.getFileSystem(hadoop.value()).open(path), 1 << 20)) {
        return PolicySnapshot.readFrom(in);
      } catch (IOException e) {
        throw new UncheckedIOException("The policy at " + location + " cannot be read", e);
      }
    }
  }
}
