/**
 * Folders of results on any Hadoop file system, which appear whole or not at all. What is in them
 * is left to those who write it.
 */
package io.gradus.analysis.output;
