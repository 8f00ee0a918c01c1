package io.gradus.rewards.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Pairs of a gold answer and a wrong one that looks like it: words that change the number, another
 * unit, a thousands comma read as a list, "and" for "or", names swapped, letters shuffled, a digit
 * off.
 */
final class Traps {
  /** A gold answer and one that must not be accepted for it. */
  record Pair(String gold, String answer) {}

  private static final List<String> CHANGERS =
      List.of(
          "squared",
          "cubed",
          "or more",
          "or fewer",
          "and a half",
          "dozen",
          "hundred",
          "tenths",
          "maybe",
          "is wrong",
          "too many",
          "remainder 1",
          "below zero",
          "percent of 60",
          "times 3",
          "at most",
          "if x is even",
          "in base seven",
          "doubled",
          "halved",
          "K",
          "M",
          "plus 2",
          "minus one",
          "false",
          "(incorrect)");
  private static final List<String> BEFORE =
      List.of(
          "less than",
          "at least",
          "twice",
          "half of",
          "minus",
          "a loss of",
          "not",
          "anything but",
          "one more than",
          "the square root of",
          "base");

  /** No two of these are worth the same, whatever the number. */
  private static final List<String> UNITS =
      List.of(
          "\\text{ cm}",
          "\\text{ m}",
          "\\text{ km}",
          "\\text{ inches}",
          "\\text{ hours}",
          "\\text{ minutes}",
          "\\text{ kg}",
          "\\text{ g}",
          "\\text{ dollars}",
          "\\text{ cents}",
          "\\text{ apples}",
          "\\text{ cm}^2",
          "\\text{ L}",
          "\\text{ m/s}",
          "\\%",
          "^\\circ",
          "\\text{ newtons}",
          "\\text{ gallons}");

  private final Random random;

  Traps(Random random) {
    this.random = random;
  }

  Pair next() {
    return switch (random.nextInt(9)) {
      case 0 -> words();
      case 1 -> units();
      case 2 -> comma();
      case 3 -> connective();
      case 4 -> names();
      case 5 -> letters();
      case 6 -> digit();
      case 7 -> chain();
      default -> repeated();
    };
  }

  private int number(int least, int below) {
    return least + random.nextInt(below - least);
  }

  private Pair words() {
    int n = number(11, 90);
    String open = random.nextBoolean() ? "\\text{ " : " ";
    String close = open.equals(" ") ? "" : "}";
    return random.nextBoolean()
        ? new Pair("" + n, n + open + pick(CHANGERS) + close)
        : new Pair("" + n, "\\text{" + pick(BEFORE) + " }" + n);
  }

  private Pair units() {
    List<String> two = new ArrayList<>(UNITS);
    Collections.shuffle(two, random);
    int n = number(2, 60);
    return new Pair(n + two.get(0), n + two.get(1));
  }

  private Pair comma() {
    int head = number(1, 999);
    int tail = number(0, 999);
    String gold = String.format("%d,%03d", head, tail);
    return new Pair(
        gold,
        switch (random.nextInt(5)) {
          case 0 -> head + ", " + tail;
          case 1 -> tail + ", " + head;
          case 2 -> "" + head;
          case 3 -> "\\{" + head + "," + tail + "\\}";
          default -> String.format("%d.%03d", head, tail);
        });
  }

  private Pair connective() {
    int low = number(-20, 0);
    int high = number(1, 20);
    String outside = "x<" + low + "\\text{ %s }x>" + high;
    String inside = "x>" + low + "\\text{ %s }x<" + high;
    return switch (random.nextInt(4)) {
      case 0 -> new Pair(String.format(outside, "or"), String.format(outside, "and"));
      case 1 -> new Pair(String.format(inside, "and"), String.format(inside, "or"));
      case 2 -> new Pair(low + "<x<" + high, String.format(inside, "or"));
      default ->
          new Pair(
              "(-\\infty," + low + ")\\cup(" + high + ",\\infty)", String.format(outside, "and"));
    };
  }

  private Pair names() {
    int a = number(1, 9);
    int b = number(10, 20);
    return switch (random.nextInt(4)) {
      case 0 -> new Pair("(" + a + "," + b + ")", "y=" + a + ", x=" + b);
      case 1 -> new Pair("(" + a + "," + b + ")", "x=" + a + "\\text{ or }y=" + b);
      case 2 -> new Pair("f(" + a + ")=5", "f(" + b + ")=5");
      default -> new Pair("" + a, "|x|=" + a);
    };
  }

  private Pair letters() {
    String word = pick(List.of("HTTH", "CABD", "HHT", "BCA", "seven", "even", "north", "ACE"));
    List<String> shuffled = new ArrayList<>(List.of(word.split("")));
    do {
      Collections.shuffle(shuffled, random);
    } while (String.join("", shuffled).equals(word));
    return new Pair(word, String.join("", shuffled));
  }

  private Pair digit() {
    long n = 10_000_000L + random.nextInt(900_000_000);
    long other = random.nextBoolean() ? n + 1 : n - 1;
    return new Pair(n / 100 + "." + two(n), other / 100 + "." + two(other));
  }

  private static String two(long hundredths) {
    return String.format("%02d", hundredths % 100);
  }

  private Pair chain() {
    int n = number(1, 50);
    return switch (random.nextInt(3)) {
      case 0 -> new Pair("x=y=z=" + n, "x=" + n);
      case 1 -> new Pair("a=b=c", "a=d=c");
      default -> new Pair("x=y=" + n, "x=" + n + ",y=" + (n + 1));
    };
  }

  private Pair repeated() {
    int a = number(1, 9);
    int b = number(10, 20);
    return random.nextBoolean()
        ? new Pair("\\{" + a + "," + a + "," + b + "\\}", "\\{" + a + "," + b + "\\}")
        : new Pair(a + "," + b + "," + b, a + "," + a + "," + b);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
