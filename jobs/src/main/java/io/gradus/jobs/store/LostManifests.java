package io.gradus.jobs.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds runs whose last manifest is gone though the records of its steps are there: to who reads
 * only what manifests name, such a run would look like a shorter one.
 */
final class LostManifests {
  private LostManifests() {}

  /**
   * Looks through the records of steps.
   *
   * @param runs the commits of each run as they were read before
   * @return a line for each such run
   */
  static List<String> of(StoreFiles files, Map<String, List<Manifest>> runs) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!files.renamesDirectories()) {
      return lines;
    }
    Map<String, Long> sizes = files.listAll(Tables.STEPS.name());
    for (Map.Entry<String, List<Manifest>> run : runs.entrySet()) {
      String folder = Layout.ofRun(Tables.STEPS, run.getKey()) + "/";
      List<Manifest> manifests = run.getValue();
      int last = manifests.get(manifests.size() - 1).lastStep();
      boolean beyond =
          sizes.keySet().stream()
              .filter(name -> name.startsWith(folder))
              .anyMatch(name -> Layout.lastStep(name).orElse(-1) > last);
      if (beyond) {
        // The run may have been at work meanwhile.
        List<Manifest> now = Inventory.read(files, run.getKey()).manifests();
        RunFiles.list(files, run.getKey(), now).lostManifest().ifPresent(lines::add);
      }
    }
    return lines;
  }
}
