/** Which run to buy: ranks model sizes, steps, group sizes and reuse under a budget. */
package io.gradus.analysis.plan;
