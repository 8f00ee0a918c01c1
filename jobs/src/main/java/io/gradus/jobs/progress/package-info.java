/** Shows how long work goes on: a bar on a terminal, plain lines in a log. */
package io.gradus.jobs.progress;
