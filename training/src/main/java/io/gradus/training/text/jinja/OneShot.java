package io.gradus.training.text.jinja;

import java.util.List;

/** A Python generator: true whatever it holds, of no length, and empty after it is read once. */
final class OneShot {
  private List<Object> items;

  OneShot(List<Object> items) {
    this.items = items;
  }

  /** The items that have not been read. */
  List<Object> take() {
    List<Object> taken = items;
    items = List.of();
    return taken;
  }
}
