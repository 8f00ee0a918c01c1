/**
 * The ground floor: lines of text, files that appear whole or not at all, digests, JSON and texts
 * for messages. Plain Java below all other modules; it knows nothing of problems, models or Spark.
 */
package io.gradus.files;
