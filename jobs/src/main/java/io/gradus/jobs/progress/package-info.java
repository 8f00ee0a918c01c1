/**
 * How far work is and how it does: {@link io.gradus.jobs.progress.TrainListener} is what work
 * tells, {@link io.gradus.jobs.progress.RunProgress} shows it as a bar on a terminal and as plain
 * lines in a log. Nothing here does work of its own or keeps what it heard.
 */
package io.gradus.jobs.progress;
