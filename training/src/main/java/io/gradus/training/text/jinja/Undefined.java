package io.gradus.training.text.jinja;

/**
 * What a missing variable, key or element evaluates to: it prints as nothing, is false, and fails
 * in nearly everything else.
 *
 * @param name what is missing, for error messages
 */
record Undefined(String name) {
  JinjaException error() {
    return new JinjaException(name + " is undefined");
  }
}
