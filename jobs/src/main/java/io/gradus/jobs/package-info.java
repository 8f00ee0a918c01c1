/** jobs. */
package io.gradus.jobs;
