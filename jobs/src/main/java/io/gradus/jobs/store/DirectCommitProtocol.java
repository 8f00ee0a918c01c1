package io.gradus.jobs.store;

import io.gradus.datasets.StagedDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;

/**
 * How Spark writes tables of {@code datasets import}, {@code evaluate} and {@code analyze}: as ever
 * on file systems that rename; on object stores, where a rename is a copy, straight into place.
 *
 * <p>An object appears when its upload is complete. Attempts of one task write the same names, so a
 * retry replaces what its predecessor left, and a job that fails deletes what carries its id. Until
 * {@code _SUCCESS} is there, a reader may see a part of the table.
 *
 * <p>Set as {@code spark.sql.sources.commitProtocolClass} unless the user names another one, for
 * instance that of the S3A committers.
 */
public final class DirectCommitProtocol extends SQLHadoopMapReduceCommitProtocol {
  private static final long serialVersionUID = 1;

  private final String jobId;
  private final String path;

  /** Called by Spark. */
  public DirectCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
    super(jobId, path, dynamicPartitionOverwrite);
    this.jobId = jobId;
    this.path = path;
  }

  @Override
  public OutputCommitter setupCommitter(TaskAttemptContext context) {
    try {
      Path target = new Path(path);
      String scheme = target.getFileSystem(context.getConfiguration()).getUri().getScheme();
      return StagedDirectory.renames(scheme)
          ? super.setupCommitter(context)
          : new InPlace(jobId, target);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be opened", e);
    }
  }

  /** Leaves files where tasks wrote them. */
  private static final class InPlace extends OutputCommitter {
    private final String jobId;
    private final Path target;

    InPlace(String jobId, Path target) {
      this.jobId = jobId;
      this.target = target;
    }

    @Override
    public void setupJob(JobContext job) {}

    @Override
    public void setupTask(TaskAttemptContext task) {}

    @Override
    public boolean needsTaskCommit(TaskAttemptContext task) {
      return false;
    }

    @Override
    public void commitTask(TaskAttemptContext task) {}

    @Override
    public void abortTask(TaskAttemptContext task) {
      // A file of that name may be the one that another attempt has finished.
    }

    @Override
    public void commitJob(JobContext job) throws IOException {
      files(job).create(new Path(target, "_SUCCESS"), true).close();
    }

    @Override
    public void abortJob(JobContext job, org.apache.hadoop.mapreduce.JobStatus.State state)
        throws IOException {
      FileSystem files = files(job);
      try {
        RemoteIterator<LocatedFileStatus> written = files.listFiles(target, true);
        while (written.hasNext()) {
          Path file = written.next().getPath();
          if (file.getName().contains(jobId)) {
            files.delete(file, false);
          }
        }
      } catch (FileNotFoundException e) {
        // Nothing was written.
      }
    }

    private FileSystem files(JobContext job) throws IOException {
      return target.getFileSystem(job.getConfiguration());
    }
  }
}
