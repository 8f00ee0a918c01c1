package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a completion marks as its answer: \boxed{…}, #### lines and answer tags, without those that
 * are placeholders, headings, or denied by the words around them.
 */
final class Marks {
  private static final Pattern HASHES = Pattern.compile("(?m)(?<![#\\w])####(?!#)[ \\t]*([^\\n]*)");
  private static final Pattern HEADING =
      Pattern.compile(
          "(?i)[*_"
              + " ]{0,4}(?:(?:step|part|case|solution|final|answer|problem|question|explanation|conclusion|example|method|approach|verification|check)\\b.*|\\d{1,2}[.):]\\s.*|[A-Za-z][^0-9$\\\\=]*[A-Za-z:.*]|[A-Za-z"
              + " ]{2,40}:.*)");

  /** Headings of what only explains the answer before them. */
  private static final Pattern EXPLAINS =
      Pattern.compile(
          "(?i)[*_ ]{0,4}(?:explanation|reasoning|reason|justification|verification|verify|check|checking|proof|details|derivation|why|notes?)\\b[^\\d]*");

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)(?:\\\\text\\s?\\{)?\\s?(?:(?:your|the|final|correct|numerical?|<|\\[)"
              + " ?)*(?:answer|number|value|result|solution|letter|choice)(?: here)?[>\\]]?\\s?\\}?"
              + "|\\.{2,6}|…|\\\\[lc]?dots|\\?|_{1,9}|\\*|#|\\\\phantom\\{[^}]*\\}|\\\\(?:quad|qquad|;|,|\\s)*|\\\\square");
  private static final Pattern NAMED = Pattern.compile("^[\\s$)\\\\\\]]{0,4},? where\\b");
  private static final Pattern DENIED_BEFORE =
      Pattern.compile(
          "(?i)(?:(?:\\bnot|n['’]t|\\bnever|\\bcannot)(?:"
              + " (?:be|equal|to|the|a|correct|answer|is|necessarily|exactly|simply))*|\\b(?:less|more|greater|fewer|larger|smaller|higher|lower|other|rather)"
              + " than(?: or equal to)?|\\bat (?:least|most)|\\bhalf of|\\btwice|\\bdouble|\\bup"
              + " to|\\bclose to|\\bnearly|\\balmost|\\banything but|\\bexcept|\\binstead"
              + " of|\\bneither|\\bnor|\\brul(?:es?|ed|ing)"
              + " out|\\bexclud(?:es?|ed|ing)|\\breject(?:s|ed|ing)?|\\bdiscard(?:s|ed|ing)?|\\beliminat(?:es?|ed|ing)|\\bwrong"
              + " answer (?:is|was|would be)|\\bmistake is)[\\s:*]{1,3}[$\\\\(\\[*\\s]{0,4}$");

  /** By first letter, a part of each phrase that denies what follows. */
  private static final String[][] DENIALS = new String[26][];

  static {
    String[] parts = {
      "not",
      "n't",
      "n’t",
      "never",
      "than",
      "least",
      "most",
      "half of",
      "twice",
      "double",
      "up to",
      "close to",
      "nearly",
      "almost",
      "anything but",
      "except",
      "instead",
      "neither",
      "nor",
      "wrong",
      "mistake",
      "rul",
      "exclud",
      "reject",
      "discard",
      "eliminat"
    };
    for (int i = 0; i < DENIALS.length; i++) {
      char first = (char) ('a' + i);
      DENIALS[i] = Arrays.stream(parts).filter(p -> p.charAt(0) == first).toArray(String[]::new);
    }
  }

  private static final Pattern DENIED_AFTER =
      Pattern.compile(
          "(?i)^[\\s$)\\\\\\]*]{0,8}(?:(?:is|are|was|would be|were)(?:"
              + " (?:clearly|definitely|also|obviously))? (?:not|wrong|incorrect|false|impossible|a"
              + " mistake|ruled out|excluded|rejected|too"
              + " (?:large|small|big|high|low))\\b|(?:can|must) be (?:ruled"
              + " out|excluded|rejected)\\b|(?:does|do)(?: not|n['’]t)"
              + " (?:work|fit|hold|satisfy)\\b|isn['’]t\\b|can ?not be\\b)");
  private static final Pattern ALTERNATIVE =
      Pattern.compile(
          "(?i)^[\\s$)\\\\\\]*]{0,6},? ?(?:or|otherwise|alternatively)[ ,](?:maybe |possibly"
              + " |perhaps |it is |else )?[$\\\\(]{0,3}-?\\d");

  /**
   * One mark.
   *
   * @param content its text
   * @param start offset of its beginning
   * @param end offset after it
   * @param place what kind of mark
   */
  record Mark(String content, int start, int end, Place place) {}

  private final String text;
  private final List<Mark> marks = new ArrayList<>();
  private String empty = "";
  private boolean denied;
  private int deniedEnd;
  private boolean emptyTag;

  private Marks(String text) {
    this.text = text;
  }

  /** The marks of a text. Tags count only where asked for. */
  static Marks boxesAndHashes(String text) throws Boxes.Malformed {
    Marks marks = new Marks(text);
    marks.boxes();
    marks.hashes();
    marks.marks.sort((a, b) -> Integer.compare(a.start(), b.start()));
    return marks;
  }

  /** The marks of a text, answer tags among them. */
  static Marks all(String text) throws Boxes.Malformed {
    Marks marks = boxesAndHashes(text);
    marks.tags();
    marks.marks.sort((a, b) -> Integer.compare(a.start(), b.start()));
    return marks;
  }

  List<Mark> list() {
    return marks;
  }

  /** Whether there were marks with nothing in them. */
  boolean hasEmpty() {
    return !empty.isEmpty();
  }

  /** What there is nothing in. */
  String emptyReason() {
    return emptyTag ? "nothing in the answer tag" : empty;
  }

  /** Whether an answer tag has nothing in it. */
  boolean hasEmptyTag() {
    return emptyTag;
  }

  /** Whether the words around a mark deny it or tie an alternative to it. */
  boolean hasDenied() {
    return denied;
  }

  /** The offset after the last box that is denied. */
  int deniedEnd() {
    return deniedEnd;
  }

  private void boxes() throws Boxes.Malformed {
    List<Boxes.Box> boxes = Boxes.find(text);
    for (Boxes.Box box : boxes) {
      String content = Tidy.text(box.content());
      if (content.isEmpty() || box.content().isBlank()) {
        empty = "the last box is empty";
      } else if (boxes.size() > 1 && isPlaceholder(box)) {
        continue;
      } else if (isDenied(box.start(), box.end())
          || BoxWords.change(text, box.start(), box.end(), box.content())) {
        denied = true;
        deniedEnd = box.end();
      } else {
        marks.add(new Mark(box.content(), box.start(), box.end(), Place.BOX));
      }
    }
  }

  private boolean isPlaceholder(Boxes.Box box) {
    String content = box.content().strip();
    boolean letter = content.length() == 1 && Character.isLetter(content.charAt(0));
    return PLACEHOLDER.matcher(content).matches()
        || letter
            && NAMED
                .matcher(text.substring(box.end(), Math.min(text.length(), box.end() + 20)))
                .find();
  }

  private boolean isDenied(int start, int end) {
    String before = text.substring(Math.max(0, start - 60), start);
    String after = text.substring(end, Math.min(text.length(), end + 60));
    return endsInWord(before) && mayDeny(before) && DENIED_BEFORE.matcher(before).find()
        || DENIED_AFTER.matcher(after).lookingAt()
        || ALTERNATIVE.matcher(after).lookingAt();
  }

  /** Whether nothing but delimiters stands between a word and the end. */
  private static boolean endsInWord(String before) {
    int end = before.length();
    while (end > 0
        && (Character.isWhitespace(before.charAt(end - 1))
            || ":*$\\([\u0085".indexOf(before.charAt(end - 1)) >= 0)) {
      end--;
    }
    return end > 0 && end < before.length() && Character.isLetter(before.charAt(end - 1));
  }

  /** Whether a text holds a part of a phrase that denies. Far quicker than the pattern. */
  private static boolean mayDeny(String before) {
    for (int i = 0; i < before.length(); i++) {
      int letter = (before.charAt(i) | 0x20) - 'a';
      if (letter >= 0 && letter < DENIALS.length) {
        for (String part : DENIALS[letter]) {
          if (before.regionMatches(true, i, part, 0, part.length())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private void hashes() throws Boxes.Malformed {
    if (!text.contains("####")) {
      return;
    }
    List<Mark> found = new ArrayList<>();
    boolean headings = false;
    boolean explains = true;
    int count = 0;
    Matcher m = HASHES.matcher(text);
    while (m.find()) {
      if (++count > Boxes.MOST) {
        throw new Boxes.Malformed("more than " + Boxes.MOST + " #### lines");
      }
      String line = m.group(1);
      int more = line.indexOf("####");
      String content =
          Tidy.text(more < 0 ? line : line.substring(0, more)).replaceAll("^#+|#+$", "").strip();
      if (content.isEmpty()) {
        empty = "nothing after ####";
      } else if (content.contains("boxed")) {
        headings = true; // the box counts
        explains = false;
      } else if (HEADING.matcher(content).matches() && !isWordAlone(content, m.end())) {
        headings = true;
        explains &= found.size() == 1 && EXPLAINS.matcher(content).matches();
      } else {
        found.add(new Mark(content, m.start(), m.end(), Place.HASHES));
      }
    }
    for (Mark mark : found) {
      boolean explained = explains && found.size() == 1 && Tidy.isBare(mark.content());
      if (!headings || explained || text.substring(mark.end()).isBlank()) {
        marks.add(mark);
      }
    }
  }

  /** "#### Tuesday" at the end is an answer in words. */
  private boolean isWordAlone(String content, int end) {
    return content.length() <= 40
        && text.substring(end).isBlank()
        && !content.contains(":")
        && content.chars().noneMatch(c -> c >= '0' && c <= '9')
        && !content
            .toLowerCase(java.util.Locale.ROOT)
            .matches("(?:final )?answer|solution|conclusion|explanation");
  }

  /** The tags. After so many marks the rest is not read. */
  private void tags() throws Boxes.Malformed {
    List<Mark> others = List.copyOf(marks); // in order
    int next = 0;
    Tags tags = Tags.of(text);
    while (marks.size() < Boxes.MOST) {
      Optional<Tags.Tag> found = tags.next();
      if (found.isEmpty()) {
        return;
      }
      Tags.Tag tag = found.get();
      while (next < others.size() && others.get(next).start() < tag.start()) {
        next++;
      }
      if (tag.content().isBlank()) {
        emptyTag = true;
      } else if (holds(tag, others, next)) {
        continue; // its box counts
      } else if (isDenied(tag.start(), tag.end())) {
        denied = true;
      } else {
        marks.add(new Mark(tag.content(), tag.start(), tag.end(), Place.TAG));
      }
    }
  }

  /** Whether one of the marks that begin after a tag's beginning stands within the tag. */
  private static boolean holds(Tags.Tag tag, List<Mark> others, int next) {
    for (int i = next; i < others.size() && others.get(i).start() < tag.end(); i++) {
      if (others.get(i).end() <= tag.end()) {
        return true;
      }
    }
    return false;
  }
}
