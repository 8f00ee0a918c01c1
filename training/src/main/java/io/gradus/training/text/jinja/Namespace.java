package io.gradus.training.text.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The object that {@code namespace()} makes: attributes that inner scopes may assign. */
record Namespace(Map<String, Object> attributes) {
  Namespace {
    attributes = new LinkedHashMap<>(attributes);
  }
}
