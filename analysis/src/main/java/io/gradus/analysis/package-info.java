/** analysis. */
package io.gradus.analysis;
