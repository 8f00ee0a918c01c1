package io.gradus.datasets.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.datasets.Problem;
import java.io.Serializable;

/** Turns one row of a layout into a problem. */
interface RowMapper extends Serializable {

  /**
   * The problem of a row.
   *
   * @param row a JSON object
   * @param position its place over all files
   */
  Problem map(JsonNode row, long position) throws RejectedRowException;
}
