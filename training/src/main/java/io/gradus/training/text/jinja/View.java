package io.gradus.training.text.jinja;

import java.util.AbstractList;
import java.util.List;

/** What can be looped over and counted but is no list: a range, or the parts of a mapping. */
final class View extends AbstractList<Object> {
  /** What it shows. */
  enum Kind {
    RANGE,
    MAPPING
  }

  private final Kind kind;
  private final List<Object> items;

  View(Kind kind, List<Object> items) {
    this.kind = kind;
    this.items = items;
  }

  /** Whether its elements can be had by index. */
  boolean isSequence() {
    return kind == Kind.RANGE;
  }

  @Override
  public Object get(int index) {
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }
}
