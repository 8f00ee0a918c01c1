package io.gradus.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradus.files.Json;
import io.gradus.files.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The models in a store, as far as sums of them are kept: checkpoints have theirs in manifests,
 * models that runs were begun from in a file beside the folder {@code models}.
 */
public final class StoreModels {
  static final String MODELS = "models";
  static final String SUMS = "_models";
  private static final Pattern CHECKPOINT = Pattern.compile("step-\\d{8}");
  private static final String TRAINER = "/trainer/";

  /** Files that this process has read for their sums, with what they looked like. */
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private StoreModels() {}

  /**
   * Compares a model directory's files with the sums that its store has of them. Nothing happens if
   * it is in no store, or its store has none.
   *
   * @param location of the directory, a path or URI
   * @throws StoreException naming a file that is missing or damaged
   */
  public static void check(Configuration hadoop, String location) throws IOException {
    Path folder = new Path(location);
    folder = folder.getFileSystem(hadoop).makeQualified(folder);
    Path parent = folder.getParent();
    if (parent == null || parent.getParent() == null) {
      return;
    }
    if (parent.getName().equals(MODELS)) {
      StoreFiles files = StoreFiles.open(hadoop, parent.getParent().toString());
      check(files, folder, made(files, folder.getName()));
    } else if (CHECKPOINT.matcher(folder.getName()).matches()
        && parent.getParent().getName().equals("checkpoints")
        && parent.getParent().getParent() != null) {
      StoreFiles files = StoreFiles.open(hadoop, parent.getParent().getParent().toString());
      check(files, folder, committed(files, parent.getName(), folder.getName()));
    }
  }

  /** What a sampler reads of a checkpoint. */
  private static List<CommittedFile> committed(StoreFiles files, String runId, String name)
      throws IOException {
    return CheckpointRef.of(files, runId, Inventory.read(files, runId).manifests()).stream()
        .filter(checkpoint -> checkpoint.folder().endsWith("/" + name))
        .flatMap(checkpoint -> checkpoint.committed().stream())
        .filter(file -> !file.path().contains(TRAINER))
        .toList();
  }

  private static void check(StoreFiles files, Path folder, List<CommittedFile> expected)
      throws IOException {
    if (expected.isEmpty() || !files.isFolder(folder.toString())) {
      return;
    }
    Map<String, String> looks = files.looks(folder);
    for (CommittedFile file : expected) {
      String seen = "%s %s %s".formatted(files.root(), file, looks.get(file.path()));
      if (!looks.containsKey(file.path()) || !SEEN.contains(seen)) {
        file.check(files.root(), () -> files.open(file.path()));
        SEEN.add(seen);
      }
    }
  }

  /**
   * Keeps the sums of a model that runs of a store begin from, unless there are some already or the
   * model is elsewhere.
   *
   * @param store root of the store
   * @param location of the model's directory
   */
  public static void remember(Configuration hadoop, String store, String location)
      throws IOException {
    StoreFiles files = StoreFiles.open(hadoop, store);
    Path folder = new Path(location);
    folder = folder.getFileSystem(hadoop).makeQualified(folder);
    if (!files.path(MODELS).equals(folder.getParent())) {
      return;
    }
    String record = record(folder.getName());
    if (files.exists(record)) {
      return;
    }
    List<FileEntry> entries = new ArrayList<>();
    String prefix = MODELS + "/" + folder.getName();
    for (Map.Entry<String, Long> file : files.listAll(prefix).entrySet()) {
      try (InputStream in = files.open(file.getKey())) {
        String sum = new Sha256().add(in).hex();
        entries.add(new FileEntry(MODELS, file.getKey(), file.getValue(), 0, sum));
      }
    }
    files.replace(record, Json.STRICT.writerWithDefaultPrettyPrinter().writeValueAsBytes(entries));
  }

  static String record(String model) {
    return "%s/%s.json".formatted(SUMS, model);
  }

  /**
   * The files of a model as they were made; none if no sums were kept.
   *
   * @throws StoreException if the file with the sums is damaged
   */
  static List<CommittedFile> made(StoreFiles files, String model) throws IOException {
    String record = record(model);
    byte[] json;
    try {
      json = files.read(record);
    } catch (FileNotFoundException e) {
      if (files.isFolder(record)) {
        throw damaged(files, record, e);
      }
      return List.of();
    }
    try {
      FileEntry[] entries = Json.STRICT.readValue(json, FileEntry[].class);
      List<CommittedFile> made = new ArrayList<>();
      for (FileEntry entry : entries) {
        if (!entry.path().startsWith(MODELS + "/" + model + "/")) {
          throw damaged(files, record, new IOException(entry.path()));
        }
        made.add(new CommittedFile(entry, "", 0, -1));
      }
      return made;
    } catch (JsonProcessingException | NullPointerException e) {
      throw damaged(files, record, e);
    }
  }

  private static StoreException damaged(StoreFiles files, String record, Exception cause) {
    return new StoreException(
        "%s in %s is damaged: expected the sums of a model's files in JSON"
            .formatted(record, files.root()),
        cause);
  }
}
