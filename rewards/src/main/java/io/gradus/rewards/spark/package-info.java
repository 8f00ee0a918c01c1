/** Thin Spark adapters over the verifier: an ML stage and a SQL function. */
package io.gradus.rewards.spark;
