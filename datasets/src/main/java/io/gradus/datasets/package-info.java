/** datasets. */
package io.gradus.datasets;
