package io.gradus.jobs.store;

import io.gradus.jobs.store.CrashPoint.Point;
import java.io.IOException;

/**
 * What a commit writes before its manifest: aside where files can be renamed, else in place.
 *
 * @param folder of what lies aside; it also tells a commit that was cut off from a lost manifest
 */
record Attempt(StoreFiles files, String folder, CrashPoint crashPoint) {
  /** The attempt of a process at the commit of a number. */
  static Attempt of(StoreFiles files, String runId, String owner, int number, CrashPoint crash) {
    return new Attempt(
        files, "%s/%s/%s-%08d".formatted(Layout.ATTEMPTS, runId, owner, number), crash);
  }

  /** The attempt at joining commits, beside that at the next one. */
  Attempt ofJoined() {
    return new Attempt(files, folder + "-joined", crashPoint);
  }

  /** Where a file is written: aside, or in its place. */
  String staged(String name) {
    return files.renamesDirectories() ? folder + "/" + name : name;
  }

  /** Writes a file and puts it in its place. */
  void place(String name, byte[] content) throws IOException {
    String target = staged(name);
    files.write(target, content);
    files.force(target);
    crashPoint.reached(Point.TABLE_STAGED);
    if (!target.equals(name)) {
      files.delete(name);
      files.rename(target, name);
      crashPoint.reached(Point.TABLE_PLACED);
    }
  }

  /** Makes the folder, so that the attempt is seen. */
  void begin() throws IOException {
    files.makeDirectory(folder);
  }

  /** Drops what lies aside. */
  void end() throws IOException {
    files.delete(folder);
  }
}
