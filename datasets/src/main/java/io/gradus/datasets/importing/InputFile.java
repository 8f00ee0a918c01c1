package io.gradus.datasets.importing;

import java.io.Serializable;

/**
 * One file of an import.
 *
 * @param path where it lies
 * @param format what it holds, told by its first bytes rather than its name
 */
record InputFile(String path, Format format) implements Serializable {

  /** What a file holds. */
  enum Format {
    PARQUET,
    JSON
  }
}
