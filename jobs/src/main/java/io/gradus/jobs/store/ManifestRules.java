package io.gradus.jobs.store;

import io.gradus.files.table.Table;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What holds for every manifest that a run writes. A manifest has no sum of its own: a byte of it
 * that has changed shows in what does not fit, here or in the files that it names.
 */
final class ManifestRules {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern STEP = Pattern.compile("/step=(\\d+)/");

  private final Manifest manifest;
  private final String path;

  private ManifestRules(Manifest manifest, String path) {
    this.manifest = manifest;
    this.path = path;
  }

  /**
   * Checks a manifest.
   *
   * @param before the run's manifests before it
   * @throws StoreException if it does not follow them, or names what is not of its steps
   */
  static void check(Manifest manifest, List<Manifest> before, String path) {
    ManifestRules rules = new ManifestRules(manifest, path);
    rules.checkSteps(before);
    manifest.files().forEach(rules::checkFile);
  }

  private void checkSteps(List<Manifest> before) {
    int first = manifest.firstStep();
    int last = manifest.lastStep();
    boolean follows =
        switch (before.size()) {
          case 0 -> first == 0 && last == -1;
          case 1 -> (first == 0 || first == 1) && last >= first;
          default -> first == before.get(before.size() - 1).lastStep() + 1 && last >= first;
        };
    if (!follows) {
      throw damaged(
          "it says steps %d to %d, which do not follow the commits before it", first, last);
    }
  }

  private void checkFile(FileEntry file) {
    if (file.bytes() < 0 || file.rows() < 0 || !SHA256.matcher(file.sha256()).matches()) {
      throw damaged(
          "it says %s of %s", file.bytes() + " bytes, SHA-256 " + file.sha256(), file.path());
    }
    if (!isInPlace(file)) {
      throw damaged("it names %s as a file of %s", file.path(), file.table());
    }
  }

  private boolean isInPlace(FileEntry file) {
    String runId = manifest.runId();
    int first = manifest.firstStep();
    int last = manifest.lastStep();
    String name = file.path();
    if (file.isCheckpoint()) {
      return name.startsWith(Layout.checkpoint(runId, last) + "/");
    }
    if (file.table().equals(FileEntry.EVENTS)) {
      return name.equals(Layout.events(runId, first, last));
    }
    if (file.table().equals(Tables.RUNS.name())) {
      return name.equals(Layout.runFile(runId));
    }
    if (file.table().equals(Tables.STEPS.name())) {
      return name.equals(Layout.steps(runId, first, last));
    }
    if (file.table().equals(Tables.PROBLEMS.name())) {
      return name.startsWith(Tables.PROBLEMS.name() + "/")
          && name.endsWith("/" + file.sha256().substring(0, 16) + ".parquet");
    }
    for (Table<?> table : Tables.ALL) {
      if (file.table().equals(table.name())) {
        Matcher step = STEP.matcher(name);
        return name.startsWith(Layout.ofRun(table, runId) + "/")
            && step.find()
            && isCovered(step.group(1));
      }
    }
    return false;
  }

  private boolean isCovered(String step) {
    try {
      int number = Integer.parseInt(step);
      return number >= manifest.firstStep() && number <= manifest.lastStep();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private StoreException damaged(String what, Object... values) {
    return new StoreException(path + " is damaged: " + what.formatted(values));
  }
}
