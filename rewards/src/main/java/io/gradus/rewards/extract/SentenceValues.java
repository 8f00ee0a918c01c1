package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the values of a sentence in their order: mathematics between delimiters, tuples, numbers
 * and, where there is none of these, numbers in words. What is claimed of them {@link Sentence}
 * decides.
 */
final class SentenceValues {
  private static final int JOIN_WITHIN = 60;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_{}(),' ]{1,40}");
  private static final String NUMBER_WORD =
      "(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
          + "|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy"
          + "|eighty|ninety|hundred|thousand|million)\\b";

  /** "one" alone is more often no number. */
  private static final Pattern NUMBER_WORDS =
      Pattern.compile(
          "(?i)\\b(?!one\\b(?!-|\\s(?:hundred|thousand|million)))"
              + NUMBER_WORD
              + "(?:(?:-|\\s(?:and\\s)?)"
              + NUMBER_WORD
              + "){0,11}+");

  private static final Pattern TUPLE =
      Pattern.compile(
          "(?<![\\w\\\\)])[(\\[{]\\s{0,2}-?[\\w./^π√\\\\]{1,20}(?:\\s{0,2},\\s{0,2}-?[\\w./^π√\\\\]{1,20}){1,5}\\s{0,2}[)\\]}]");
  private static final Pattern NAMED =
      Pattern.compile("([A-Za-z](?:_\\{?\\w{1,3}\\}?)?)\\s{0,2}=\\s{0,2}[-$\\\\(]{0,3}$");
  private static final Pattern TIES =
      Pattern.compile(
          "(?i)\\s{0,3}(?:,|;|,?\\s{0,2}\\b(?:and|or)\\b)\\s{0,3}(?:(?:and|or)\\s)?(?:[A-Za-z](?:_\\{?\\w{1,3}\\}?)?\\s{0,2}=\\s{0,2})");
  private static final Pattern MONEY_MINUS =
      Pattern.compile("(?<![\\w)\\]}]\\s?)[-−]\\s?\\\\?[$€£]\\s?");
  private static final Pattern JOIN =
      Pattern.compile("\\s*(?:,\\s*(?:and|or)?|;|and|or|&)\\s*", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final List<MathSpans.Span> spans;

  private SentenceValues(String text) {
    this.text = text;
    this.spans = MathSpans.find(text);
  }

  /** The values of a tidied sentence, each with its place. */
  static List<Located> find(String text) {
    return new SentenceValues(text).all();
  }

  /** Whether a sentence has a number in words. */
  static boolean hasNumberWord(String sentence) {
    return sentence.contains(" dozen")
        || sentence.contains(" and a half")
        || !MixedWords.plain(sentence).equals(sentence)
        || NUMBER_WORDS.matcher(sentence).find();
  }

  private List<Located> all() {
    List<Located> found = new ArrayList<>();
    StringBuilder outside = new StringBuilder(text);
    for (int i = 0; i < spans.size(); i++) {
      MathSpans.Span s = spans.get(i);
      for (int k = s.start(); k < s.end(); k++) {
        outside.setCharAt(k, '\u0001');
      }
      int last = i;
      while (last + 1 < spans.size() && joins(spans.get(last), spans.get(last + 1))) {
        last++;
      }
      if (last > i || !isName(s.content())) {
        found.add(new Located(joined(i, last), s.start(), spans.get(last).end()));
        for (int k = s.start(); k < spans.get(last).end(); k++) {
          outside.setCharAt(k, '\u0001');
        }
      }
      i = last;
    }
    Matcher tuple = TUPLE.matcher(outside.toString());
    while (tuple.find()) {
      if (tuple.group().chars().anyMatch(Character::isDigit)) {
        found.add(new Located(tuple.group(), tuple.start(), tuple.end()));
        for (int k = tuple.start(); k < tuple.end(); k++) {
          outside.setCharAt(k, '\u0001');
        }
      }
    }
    for (Located run : NumberRuns.all(outside.toString())) {
      found.add(money(run));
    }
    if (found.isEmpty()) {
      for (Matcher m = NUMBER_WORDS.matcher(text); m.find(); ) {
        found.add(new Located(m.group(), m.start(), m.end()));
      }
    }
    found.sort((a, b) -> Integer.compare(a.start(), b.start()));
    return tied(found);
  }

  /** "x = 2 or x = 3" and "x = 2, y = 3" are one value each. */
  private List<Located> tied(List<Located> found) {
    List<Located> tied = new ArrayList<>();
    for (Located next : found) {
      int last = tied.size() - 1;
      if (last >= 0 && next.start() < tied.get(last).end()) {
        continue; // a part of the value before it
      }
      if (last >= 0 && TIES.matcher(text.substring(tied.get(last).end(), next.start())).matches()) {
        int start = tied.get(last).start();
        int free = last > 0 ? tied.get(last - 1).end() : 0;
        Matcher name = NAMED.matcher(text).region(Math.max(free, start - 12), start);
        boolean fromName = name.find() && !text.startsWith(name.group(1), tied.get(last).start());
        int from = fromName ? name.start(1) : start;
        tied.set(
            last,
            new Located(
                Tidy.withoutDelimiters(text.substring(from, next.end())), from, next.end()));
      } else {
        tied.add(next);
      }
    }
    return tied;
  }

  /** "-$7" is what "$-7" is; the sign stands before the currency. */
  private Located money(Located run) {
    Matcher m = MONEY_MINUS.matcher(text).region(Math.max(0, run.start() - 4), run.start());
    m.useTransparentBounds(true);
    if (m.find() && m.end() == run.start()) {
      return new Located("-\\$" + run.content(), m.start(), run.end());
    }
    return run;
  }

  /** $x$ alone names something and states nothing. */
  private static boolean isName(String content) {
    String s = content.strip();
    return NAME.matcher(s).matches();
  }

  private boolean joins(MathSpans.Span a, MathSpans.Span b) {
    return b.start() - a.end() <= JOIN_WITHIN
        && JOIN.matcher(text.substring(a.end(), b.start())).matches();
  }

  private String joined(int first, int last) {
    StringBuilder content = new StringBuilder(Tidy.text(spans.get(first).content()));
    for (int i = first + 1; i <= last; i++) {
      content.append(", ").append(Tidy.text(spans.get(i).content()));
    }
    return Tidy.text(content.toString());
  }
}
