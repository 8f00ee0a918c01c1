package io.gradus.jobs.testkit;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system, on which the process stops before a file is made or a path deleted, or
 * after one was renamed, if the trap is set so.
 */
public final class TrapFileSystem extends RawLocalFileSystem {
  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    Trap.at("create", path.toString());
    return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    boolean renamed = super.rename(from, to);
    Trap.at("rename", to.toString());
    return renamed;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    Trap.at("delete", path.toString());
    return super.delete(path, recursive);
  }
}
