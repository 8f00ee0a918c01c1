/**
 * Decides whether two answers are the same, with a reason. Exact where it can be: normal forms of
 * rational functions over radicals; otherwise evaluation at fixed points with error bounds. All
 * work is charged to a budget of operations.
 */
package io.gradus.rewards.equivalent;
