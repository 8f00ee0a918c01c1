package io.gradus.jobs.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of a store for files that no longer count, under the names that they had. Nothing in
 * it is ever read or deleted.
 */
final class Quarantine {
  static final String FOLDER = "_quarantine";

  private final StoreFiles files;
  private final List<String> moved = new ArrayList<>();
  private String folder = "";

  Quarantine(StoreFiles files) {
    this.files = files;
  }

  /** Where this quarantine's files lie; empty before the first is moved. */
  String folder() {
    return folder;
  }

  /** What has been moved, by its old name. */
  List<String> moved() {
    return List.copyOf(moved);
  }

  /** Moves a file or folder out of the way, and folders that it leaves empty. */
  void move(String name) throws IOException {
    if (folder.isEmpty()) {
      folder = unused();
    }
    files.move(name, folder + "/" + name);
    moved.add(name);
    deleteEmptyFolders(files, parent(name));
  }

  private String unused() throws IOException {
    int number = 1;
    for (String name : files.list(FOLDER)) {
      if (name.matches("\\d{4,9}")) {
        number = Math.max(number, Integer.parseInt(name) + 1);
      }
    }
    return "%s/%04d".formatted(FOLDER, number);
  }

  /** Deletes a folder and those above it that hold nothing, but no table. */
  static void deleteEmptyFolders(StoreFiles files, String folder) throws IOException {
    String name = folder;
    while (name.contains("/") && files.renamesDirectories() && files.list(name).isEmpty()) {
      files.delete(name);
      name = parent(name);
    }
  }

  /** The last part of a path. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
