/** training. */
package io.gradus.training;
