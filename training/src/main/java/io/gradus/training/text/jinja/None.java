package io.gradus.training.text.jinja;

/** Python's None. */
enum None {
  NONE
}
