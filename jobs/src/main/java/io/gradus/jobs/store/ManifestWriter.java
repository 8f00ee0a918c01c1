package io.gradus.jobs.store;

import io.gradus.jobs.store.CrashPoint.Point;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes the manifest of a commit, which makes it true, as long as the run is claimed.
 *
 * @param claim without which nothing is written
 */
record ManifestWriter(StoreFiles files, Claim claim, CrashPoint crashPoint) {
  /**
   * Writes a manifest when all that it names is in place.
   *
   * @throws StoreException if another process has written one of its name
   */
  void write(Manifest manifest, Attempt attempt) throws IOException {
    claim.check();
    String name = manifest.path();
    String staged = attempt.folder() + "/manifest.json";
    byte[] json = manifest.toJson();
    if (files.renamesDirectories()) {
      // All that the manifest will name must last before it does.
      files.forceMoves();
      files.write(staged, json);
      files.force(staged);
      crashPoint.reached(Point.MANIFEST_STAGED);
    }
    create(name, json, staged);
    files.forceMoves();
  }

  /**
   * A manifest that is there with this content was made by this call, whatever the store answered.
   */
  private void create(String name, byte[] json, String staged) throws IOException {
    boolean created = false;
    IOException failure = null;
    try {
      created = files.createIfAbsent(name, json, staged);
    } catch (IOException e) {
      failure = e;
    }
    if (created) {
      return;
    }
    if (files.exists(name) && Arrays.equals(files.read(name), json)) {
      return;
    }
    if (failure != null) {
      throw failure;
    }
    throw StoreException.inOtherHands(
        "%s was written by another process; this one gives up the run".formatted(files.path(name)));
  }
}
