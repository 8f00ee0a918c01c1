package io.gradus.training.model;

import ai.djl.ndarray.types.Shape;
import io.gradus.training.model.TokenBatch.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A batch as the program computes it: every token once and no padding.
 *
 * <p>Sequences that follow each other and begin with the same unscored tokens, their prompt, are a
 * group; the prompt stands once, then what each adds to it. The last token of a sequence predicts
 * nothing and is left out. A token attends to its own segment up to itself, and to the prompt its
 * segment continues. For attention, segments of similar lengths are brought side by side in
 * rectangles, which are padded a little where that saves many small calls.
 *
 * @param ids [T] packed tokens
 * @param positions [2 × T] their places in their sequences, from 0, and how long these are
 * @param parts [p × 8] rectangles of attention, as the program's {@code plan} reads them
 * @param index their rows and slots
 * @param predictors [n] the packed token from which each scored token is predicted
 * @param targets [n] the scored tokens, in the batch's order
 */
record PackedTokens(
    long[] ids, long[] positions, long[] parts, long[] index, long[] predictors, long[] targets) {
  /** Numbers that describe a part. */
  private static final int PART = 8;

  /** Scores of a rectangle that may be computed in vain, rather than by a call of their own. */
  private static final long CHEAP_AREA = 1 << 16;

  /** Rows that follow each other. */
  private record Rows(int start, int length) {}

  /** Queries that attend to keys. */
  private record Link(Rows queries, Rows keys) {}

  /**
   * Packs a batch.
   *
   * @param sharedLength longest sequence whose tokens do not depend on its length, so that a prompt
   *     may be shared
   */
  static PackedTokens of(TokenBatch batch, int sharedLength) {
    Packer packer = new Packer();
    List<Sequence> sequences = batch.sequences();
    int from = 0;
    while (from < sequences.size()) {
      int to = from + 1;
      while (to < sequences.size() && sequences.get(to).sharesPromptWith(sequences.get(from))) {
        to++;
      }
      List<Sequence> group = sequences.subList(from, to);
      if (group.stream().allMatch(sequence -> sequence.ids().length <= sharedLength)) {
        packer.add(group);
      } else {
        group.forEach(sequence -> packer.add(List.of(sequence)));
      }
      from = to;
    }
    return packer.packed();
  }

  Shape partsShape() {
    return new Shape(parts.length / PART, PART);
  }

  Shape positionsShape() {
    return new Shape(2, ids.length);
  }

  /** Tokens that are computed. */
  int tokens() {
    return ids.length;
  }

  private static final class Packer {
    private final Numbers ids = new Numbers();
    private final Numbers positions = new Numbers();
    private final Numbers lengths = new Numbers();
    private final Numbers predictors = new Numbers();
    private final Numbers targets = new Numbers();
    private final List<Rows> segments = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();

    void add(List<Sequence> group) {
      if (group.size() == 1) {
        Sequence sequence = group.get(0);
        if (sequence.scored() > 0) {
          Rows rows = append(sequence.ids(), 0, sequence.ids().length - 1);
          predict(sequence, sequence.first(), rows.start() + sequence.first() - 1);
        }
        return;
      }
      Sequence any = group.get(0);
      Rows prompt = append(any.ids(), 0, any.first());
      int start = ids.size();
      for (Sequence sequence : group) {
        int length = sequence.ids().length;
        if (sequence.scored() > 0) {
          int last = prompt.start() + prompt.length() - 1;
          predictors.add(last);
          targets.add(sequence.ids()[sequence.first()]);
        }
        if (sequence.scored() > 1) {
          Rows rows = append(sequence.ids(), sequence.first(), length - 1);
          predict(sequence, sequence.first() + 1, rows.start());
        }
      }
      if (ids.size() > start) {
        links.add(new Link(new Rows(start, ids.size() - start), prompt));
      }
    }

    private Rows append(int[] tokens, int from, int to) {
      Rows rows = new Rows(ids.size(), to - from);
      for (int t = from; t < to; t++) {
        ids.add(tokens[t]);
        positions.add(t);
        lengths.add(tokens.length);
      }
      segments.add(rows);
      return rows;
    }

    /** Tokens from {@code first} on, each predicted from a row after the other. */
    private void predict(Sequence sequence, int first, int row) {
      for (int t = first; t < sequence.ids().length; t++) {
        predictors.add(row + t - first);
        targets.add(sequence.ids()[t]);
      }
    }

    PackedTokens packed() {
      Numbers parts = new Numbers();
      Numbers index = new Numbers();
      List<Link> own = segments.stream().map(rows -> new Link(rows, rows)).toList();
      rectangles(own, false).forEach(links -> describe(links, 1, parts, index));
      rectangles(links, true).forEach(links -> describe(links, 0, parts, index));
      lengths.appendTo(positions);
      return new PackedTokens(
          ids.all(), positions.all(), parts.all(), index.all(), predictors.all(), targets.all());
    }

    /**
     * Brings links together, longest first.
     *
     * @param equalKeys whether only links to equally many keys share a rectangle
     */
    private static List<List<Link>> rectangles(List<Link> links, boolean equalKeys) {
      List<Link> order =
          links.stream()
              .sorted(
                  Comparator.comparingInt((Link link) -> -link.keys().length())
                      .thenComparingInt(link -> -link.queries().length()))
              .toList();
      List<List<Link>> rectangles = new ArrayList<>();
      List<Link> open = new ArrayList<>();
      long real = 0;
      long area = 0;
      for (Link link : order) {
        long own = (long) link.queries().length() * link.keys().length();
        int queries = link.queries().length();
        for (Link other : open) {
          queries = Math.max(queries, other.queries().length());
        }
        int keys = open.isEmpty() ? link.keys().length() : open.get(0).keys().length();
        long padded = (open.size() + 1L) * queries * keys;
        boolean fits = padded - real - own <= Math.max(CHEAP_AREA, (real + own) / 4);
        if (!open.isEmpty() && (!fits || (equalKeys && keys != link.keys().length()))) {
          rectangles.add(open);
          open = new ArrayList<>();
          real = 0;
        }
        open.add(link);
        real += own;
      }
      if (!open.isEmpty()) {
        rectangles.add(open);
      }
      return rectangles;
    }

    private static void describe(List<Link> links, int own, Numbers parts, Numbers index) {
      List<Rows> queries = links.stream().map(Link::queries).toList();
      List<Rows> keys = links.stream().map(Link::keys).toList();
      parts.add(links.size());
      parts.add(widest(queries));
      parts.add(widest(keys));
      parts.add(own);
      parts.add(start(queries));
      parts.add(start(keys));
      parts.add(total(queries));
      parts.add(total(keys));
      list(queries, index);
      list(keys, index);
    }

    private static int widest(List<Rows> all) {
      return all.stream().mapToInt(Rows::length).max().orElseThrow();
    }

    private static int total(List<Rows> all) {
      return all.stream().mapToInt(Rows::length).sum();
    }

    /** The first row where all follow each other without padding, else −1. */
    private static int start(List<Rows> all) {
      int end = all.get(0).start();
      for (Rows rows : all) {
        if (rows.start() != end || rows.length() != all.get(0).length()) {
          return -1;
        }
        end += rows.length();
      }
      return all.get(0).start();
    }

    /** Row numbers, then the slots that they take in a rectangle. */
    private static void list(List<Rows> all, Numbers index) {
      int width = widest(all);
      for (Rows rows : all) {
        for (int t = 0; t < rows.length(); t++) {
          index.add(rows.start() + t);
        }
      }
      for (int i = 0; i < all.size(); i++) {
        for (int t = 0; t < all.get(i).length(); t++) {
          index.add((long) i * width + t);
        }
      }
    }
  }

  /** A list of numbers. */
  private static final class Numbers {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    int size() {
      return size;
    }

    void appendTo(Numbers other) {
      for (int i = 0; i < size; i++) {
        other.add(values[i]);
      }
    }

    long[] all() {
      return Arrays.copyOf(values, size);
    }
  }
}
