package io.gradus.training.text.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The filters that order, join and divide lists. Texts compare without regard to case. */
final class ListFilters {
  private ListFilters() {}

  static Object sort(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("reverse", "case_sensitive", "attribute");
    return ordered(
        Values.iterate(value),
        Comparator.comparing(
            item -> key(item, bound.get(2), bound.get(1), arguments), ListFilters::order),
        bound.get(0));
  }

  private static List<Object> ordered(
      List<Object> items, Comparator<Object> order, Optional<Object> reverse) {
    // A reversed comparator keeps the order of equal items, as Python's reverse does.
    items.sort(Values.truth(reverse.orElse(false)) ? order.reversed() : order);
    return items;
  }

  /** Pairs of a mapping, by key or by value. */
  static Object dictSort(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("case_sensitive", "by", "reverse");
    if (!(value instanceof Map<?, ?> map)) {
      throw new JinjaException("filter dictsort takes a mapping, found " + Values.kind(value));
    }
    String by = bound.get(1).isEmpty() ? "key" : arguments.string(bound.get(1));
    int part = List.of("key", "value").indexOf(by);
    if (part < 0) {
      throw new JinjaException("filter dictsort sorts by key or value");
    }
    List<Object> pairs = new ArrayList<>();
    map.forEach((key, item) -> pairs.add(Tuple.of(key, item)));
    return ordered(
        pairs,
        Comparator.comparing(
            pair -> folded(((Tuple) pair).get(part), bound.get(0)), ListFilters::order),
        bound.get(2));
  }

  /** The first of the items that are the same. */
  static Object unique(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("case_sensitive", "attribute");
    List<Object> keys = new ArrayList<>();
    List<Object> chosen = new ArrayList<>();
    for (Object item : Values.iterate(value)) {
      Object key = key(item, bound.get(1), bound.get(0), arguments);
      if (key instanceof Map || key instanceof List) {
        throw new JinjaException("filter unique does not take " + Values.kind(key));
      }
      if (keys.stream().noneMatch(other -> Comparison.equal(other, key))) {
        keys.add(key);
        chosen.add(item);
      }
    }
    return new OneShot(chosen);
  }

  static Object extreme(Object value, Arguments arguments, int sign) {
    List<Optional<Object>> bound = arguments.bind("case_sensitive", "attribute");
    List<Object> items = Values.iterate(value);
    if (items.isEmpty()) {
      return new Undefined("the extreme of something empty");
    }
    Object found = items.get(0);
    for (Object item : items.subList(1, items.size())) {
      Object key = key(item, bound.get(1), bound.get(0), arguments);
      if (sign * order(key, key(found, bound.get(1), bound.get(0), arguments)) > 0) {
        found = item;
      }
    }
    return found;
  }

  static Object sum(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("attribute", "start");
    Object sum = bound.get(1).orElse(0L);
    if (sum instanceof String) {
      throw new JinjaException("filter sum takes no strings");
    }
    for (Object item : Values.iterate(value)) {
      sum = Arithmetic.apply("+", sum, attribute(item, bound.get(0), arguments));
    }
    return sum;
  }

  /** Lists of so many items, the last one filled up if that is asked for. */
  static Object batch(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("linecount", "fill_with");
    int size = arguments.integer(bound.get(0));
    if (size < 1) {
      throw new JinjaException("filter batch takes a positive number");
    }
    List<Object> items = Values.iterate(value);
    List<Object> batches = new ArrayList<>();
    for (int i = 0; i < items.size(); i += size) {
      List<Object> batch = new ArrayList<>(items.subList(i, Math.min(i + size, items.size())));
      Object fill = bound.get(1).orElse(None.NONE);
      if (fill != None.NONE) {
        batch.addAll(Collections.nCopies(size - batch.size(), fill));
      }
      batches.add(batch);
    }
    return new OneShot(batches);
  }

  private static Object attribute(Object item, Optional<Object> name, Arguments arguments) {
    return name.isEmpty() || name.get() == None.NONE
        ? item
        : Filters.path(item, arguments.string(name));
  }

  private static Object key(
      Object item, Optional<Object> name, Optional<Object> caseSensitive, Arguments arguments) {
    if (name.isPresent() && name.get() instanceof String several && several.contains(",")) {
      throw new JinjaException(arguments.callee() + " supports one attribute");
    }
    return folded(attribute(item, name, arguments), caseSensitive);
  }

  private static Object folded(Object key, Optional<Object> caseSensitive) {
    return key instanceof String text && !Values.truth(caseSensitive.orElse(false))
        ? PythonText.lower(text)
        : key;
  }

  private static int order(Object left, Object right) {
    if (left instanceof Undefined undefined) {
      throw undefined.error();
    }
    return Comparison.order(left, right);
  }
}
