package io.gradus.jobs.config;

/** Number format that a stage computes in. */
public enum DType {
  FLOAT32,
  BFLOAT16
}
