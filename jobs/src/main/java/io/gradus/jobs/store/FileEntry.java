package io.gradus.jobs.store;

import java.io.Serializable;

/**
 * A file that a commit is made of.
 *
 * @param table name of the table it belongs to, {@link #CHECKPOINT} or {@link #EVENTS}
 * @param path relative to the store's root, with {@code /}
 * @param rows 0 where the table is none
 * @param sha256 of its bytes, hexadecimal
 */
record FileEntry(String table, String path, long bytes, long rows, String sha256)
    implements Serializable {
  static final String CHECKPOINT = "checkpoint";
  static final String EVENTS = "events";

  boolean isCheckpoint() {
    return table.equals(CHECKPOINT);
  }
}
