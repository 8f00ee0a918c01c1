/**
 * Tables described once, in plain Java: what a column is called, its type and meaning, and where a
 * row has its value. Schemas, rows, files and the page of tables are derived from the description;
 * the modules that know Spark turn it into Spark's types.
 */
package io.gradus.files.table;
