package io.gradus.training.text.jinja;

/** Something a template can call: a function, a macro or a method bound to its object. */
@FunctionalInterface
interface Callable {
  Object call(Arguments arguments);
}
