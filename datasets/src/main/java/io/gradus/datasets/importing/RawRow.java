package io.gradus.datasets.importing;

import java.io.Serializable;

/**
 * One row as it was found.
 *
 * @param file path of the file
 * @param row number in the file as a person counts: line or Parquet row, from 1
 * @param position place over all files of the import, from 0
 * @param text the row as JSON text, or what was found instead
 * @param defect why the text is unreadable; empty when it is readable
 */
record RawRow(String file, long row, long position, String text, String defect)
    implements Serializable {

  RawRow withOffset(long offset) {
    return new RawRow(file, row, position + offset, text, defect);
  }
}
