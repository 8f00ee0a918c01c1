/**
 * The command line: one class a command, which turns options into settings and calls the entry
 * class of the room that does the work. {@link io.gradus.jobs.cli.Gradus} is the main class; {@link
 * io.gradus.jobs.cli.SparkSessions} the only place that makes a Spark session.
 */
package io.gradus.jobs.cli;
