/**
 * Where unfinished runs and unseen sizes will end, with intervals, and whether a running training
 * is still worth its compute.
 */
package io.gradus.analysis.forecast;
