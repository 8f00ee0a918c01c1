/**
 * Settings: from a configuration file, the command line, Spark's configuration and the documented
 * defaults to immutable, checked records.
 *
 * <p>{@link io.gradus.jobs.config.Settings} owns where settings come from and their precedence,
 * {@code conf/reference.conf} every key with its default and meaning, and one reader method a
 * record ({@link io.gradus.jobs.config.TrainConfig#of}) the types, ranges and combinations. The
 * records say nothing about how a stage uses them.
 */
package io.gradus.jobs.config;
