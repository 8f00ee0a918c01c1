package io.gradus.jobs.store;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system on a disk on which the file that {@code full.at} counts, from 1, finds no
 * room, and no file after it.
 */
public final class FullDiskFileSystem extends RawLocalFileSystem {
  private int files;

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    files++;
    return files < getConf().getInt("full.at", Integer.MAX_VALUE)
        ? out
        : new FSDataOutputStream(new Full(out), null);
  }

  /** As Java says it, without the file. */
  private static final class Full extends OutputStream {
    private final OutputStream file;

    Full(OutputStream file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
