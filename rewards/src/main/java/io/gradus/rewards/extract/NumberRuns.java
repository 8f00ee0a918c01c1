package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers in prose: the last one, with what belongs to it. Patterns match single pieces with
 * bounded repetitions only, and runs of pieces are read by a loop: time is linear in the text.
 */
final class NumberRuns {
  private static final String NUMBER =
      "(?>\\d{1,3}(?:["
          + " ,]\\d{3}){1,12}+(?!\\d)(?:\\.\\d{1,60})?|\\d{1,600}+(?:[.,]\\d{1,600}+)?+|\\.\\d{1,600}+)";
  private static final String FRACTION =
      "\\\\[dtc]?frac\\s?\\{" + NUMBER + "\\}\\s?\\{" + NUMBER + "\\}";
  private static final String VALUE =
      "[-−]?[$€£]?(?>\\d{1,9}+ \\d{1,9}+/\\d{1,9}+|\\d{1,4}+(?:(?::\\d{1,4}){1,3}+| :"
          + " \\d{1,4}+)(?:\\s?[AaPp]\\.?[Mm]\\b)?|"
          + FRACTION
          + "|"
          + NUMBER
          + ")(?:\\s?(?:π|(?:hundred|thousand|million|billion|trillion|pi)\\b))?+";
  private static final Pattern FIRST = Pattern.compile("(?<![A-Za-z0-9_.,^{+*/\\\\-])" + VALUE);
  private static final Pattern OPERAND =
      Pattern.compile("\\s{0,3}[-+*/^×÷]\\s{0,3}[-$(]?" + NUMBER + "\\)?");
  private static final Pattern ITEM =
      Pattern.compile("\\s{0,3}(?:,\\s{0,3}((?:or|and)\\s{1,3})?|\\b((?:or|and)\\s{1,3}))" + VALUE);
  private static final Pattern UNIT =
      Pattern.compile(
          "\\s?(?:%|percent(?:age)?\\b|pct\\b)|\\s?(?:cm|mm|km|kg|mg|ml|mL|m|g|ft|meters?|metres?"
              + "|centimeters?|kilometers?|inches|inch|feet|foot|yards?|miles?|hours?|minutes?"
              + "|seconds?|days?|weeks?|grams?|kilograms?|pounds?|ounces?|liters?|litres?|dollars?"
              + "|cents?|degrees?)\\b(?:\\^?[23²³])?(?: (?:per|an?) (?:hour|minute|second|day|week|month|year)\\b|/(?:h|hr|hour|s|sec|min)\\b)?");

  /** A smaller unit after a larger one: "2 hours 13 minutes". */
  private static final Pattern PART =
      Pattern.compile(
          "(?<=\\b(?:hours?|minutes?|feet|foot|pounds?|days?|weeks?|years?|dollars?|meters?|gallons?)),?"
              + " (?:and )?\\d{1,3}"
              + " (?:minutes?|seconds?|inch(?:es)?|ounces?|hours?|days?|months?|cents?|centimeters?|cm|quarts?)\\b");

  private static final int PARTS = 3;

  /** Values with commas alone between them are a list from this many on. */
  private static final int LIST = 3;

  private final String text;
  private final Matcher first;
  private final Matcher operand;
  private final Matcher item;
  private final Matcher unit;
  private final Matcher part;

  private NumberRuns(String text) {
    this.text = text;
    first = FIRST.matcher(text);
    operand = OPERAND.matcher(text);
    item = ITEM.matcher(text);
    unit = UNIT.matcher(text);
    part = PART.matcher(text);
  }

  /** The numbers in order; each joined with what "or", "and", an operator or commas tie to it. */
  static List<Located> all(String text) {
    return new NumberRuns(text).all();
  }

  private List<Located> all() {
    List<Located> runs = new ArrayList<>();
    int end = 0;
    while (first.find(end)) {
      end = runEnd(first.end());
      runs.add(new Located(text.substring(first.start(), end), first.start(), end));
    }
    return runs;
  }

  private int runEnd(int valueEnd) {
    int end = calculationEnd(valueEnd);
    if (end == valueEnd) {
      end = listEnd(valueEnd);
    }
    if (!startsAt(unit, end)) {
      return end;
    }
    end = unit.end();
    for (int i = 0; i < PARTS && startsAt(part, end); i++) {
      end = part.end();
    }
    return end;
  }

  private int calculationEnd(int valueEnd) {
    int end = valueEnd;
    while (startsAt(operand, end)) {
      end = operand.end();
    }
    return end;
  }

  /** The end of "1, 2 or 3" and of "1, 2, 3"; a single comma ties nothing. */
  private int listEnd(int valueEnd) {
    int end = valueEnd;
    int items = 1;
    boolean connected = false;
    while (startsAt(item, end)) {
      end = item.end();
      items++;
      connected |= item.group(1) != null || item.group(2) != null;
    }
    return connected || items >= LIST ? end : valueEnd;
  }

  private boolean startsAt(Matcher m, int at) {
    return m.region(at, text.length()).useTransparentBounds(true).lookingAt();
  }
}
