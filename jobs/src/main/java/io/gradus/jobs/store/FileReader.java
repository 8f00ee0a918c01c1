package io.gradus.jobs.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Reads files byte by byte, several at once, and finds those that are not what was committed. */
final class FileReader implements Closeable {
  private final StoreFiles files;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final AtomicLong read = new AtomicLong();

  FileReader(StoreFiles files) {
    this.files = files;
  }

  /** How many files have been read. */
  long read() {
    return read.get();
  }

  /** What is wrong with files, in their order. */
  Map<CommittedFile, StoreException> defects(Collection<CommittedFile> committed) {
    List<Future<?>> tasks = new ArrayList<>();
    for (CommittedFile file : committed) {
      tasks.add(
          threads.submit(
              () -> {
                file.check(files.root(), () -> files.open(file.path()));
                return file;
              }));
    }
    read.addAndGet(committed.size());
    Map<CommittedFile, StoreException> defects = new LinkedHashMap<>();
    int next = 0;
    for (CommittedFile file : committed) {
      try {
        tasks.get(next++).get();
      } catch (ExecutionException e) {
        defects.put(file, defect(file, e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while files were read", e);
      }
    }
    return defects;
  }

  private static StoreException defect(CommittedFile file, Throwable cause) {
    if (cause instanceof StoreException defect) {
      return defect;
    }
    if (cause instanceof IOException failure) {
      throw new UncheckedIOException(file.path() + " cannot be read", failure);
    }
    throw new IllegalStateException(cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
