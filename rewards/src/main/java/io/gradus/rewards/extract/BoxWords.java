package io.gradus.rewards.extract;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sentence around a box. A box is the writer's choice, so only words that plainly make another
 * number of it, doubt it or ask for it count: "nearly \boxed{42}", "the square of \boxed{42}",
 * "\boxed{42} thousand", "Could it be \boxed{42}?", "\boxed{42}, which is wrong".
 */
final class BoxWords {
  private static final int BEFORE = 120;
  private static final int AFTER = 160;
  private static final int NEAR = 50;

  /** One of these words stands in all that {@link #TELLS} matches. */
  private static final Set<String> TELLING =
      Set.of(
          ("answer contradicts owe owes lost lose loses see by cf from step exercise problem"
                  + " theorem lemma page question down")
              .split(" "));

  private static final String DELIMITERS =
      "[\\s:*]{0,3}(?:[$*(\\[\\s]|\\\\[(\\[]|\\\\displaystyle|\\\\text\\s?\\{[\\s]?\\}){0,6}$";

  /** Right before a box. */
  private static final Pattern CHANGES =
      Pattern.compile(
          "(?i)(?:\\b(?:nearly|almost|hardly|barely|scarcely|perhaps|maybe|possibly|not"
              + " quite|something like|somewhere (?:around|near)|(?:could|might|may)(?: well| also|"
              + " perhaps)? be|twice|thrice|double|triple|half(?:"
              + " of)?|(?:third|quarter|tenth|fifth)s? of|times|plus|(?:square|cube|square"
              + " root|cube"
              + " root|root|reciprocal|inverse|negative|opposite|reverse|successor|predecessor|factorial|logarithm|log|complement|digits?|digit"
              + " sum|sum of the digits|multiple|divisor|factor) of|(?:number|integer)s?"
              + " (?:after|before|following|preceding|above|below|ending in|containing|other"
              + " than|greater than|less than)|(?:upwards|north|south|short|shy|instead) of|in"
              + " excess of|well over|just (?:over|under)|no (?:more|less|fewer) than|off"
              + " by|except(?: for)?|excluding|without|unlike|unequal to|different from|other"
              + " than|rather than|instead of|anything but|everything but|all but|if it"
              + " were|suppose(?: it is)?|suppose (?:that )?the answer is|assum(?:e|ing)(?:"
              + " that)?(?: the answer is)?|capped at|limited to|bounded (?:above |below )?by)"
              + "|[±∓<>≠≤≥]=?|\\\\(?:pm|mp|neq?|sqrt|sim|[lg]e?q?(?:slant)?|[lg]t))"
              + DELIMITERS);

  /** One of these words, a sign or a command stands before the delimiters in {@link #CHANGES}. */
  private static final Set<String> CHANGING =
      Set.of(
          ("nearly almost hardly barely scarcely perhaps maybe possibly quite like around near be"
                  + " twice thrice double triple half of times plus after before following preceding"
                  + " above below in containing than over under by except for excluding without"
                  + " unlike to from but were suppose is assume assuming that at")
              .split(" "));

  /** The answer's verb does not state it: "the answer ends in \\boxed{42}". */
  private static final Pattern TELLS =
      Pattern.compile(
          "(?i)\\banswer"
              + " (?:has|contains|exceeds|differs|ends|starts|begins|lies|depends|divides|satisfies|involves|includes)\\b|\\banswer"
              + " (?:plus|minus|times|modulo|mod|squared|cubed|doubled|halved)\\b|\\b(?:contradicts|owes?|lost|loses?),?(?:"
              + " by)?"
              + DELIMITERS
              + "|^\\W{0,4}(?:see|by|cf\\.?|from)"
              + " (?:equation|page|theorem|lemma|step|section|figure|problem|exercise)\\b|^\\W{0,4}(?:step|exercise|problem|theorem|lemma|page|question)"
              + DELIMITERS
              + "|^\\W{0,4}down"
              + DELIMITERS);

  private static final Pattern MULTIPLIED =
      Pattern.compile("(?:[+×/^]|(?<!\\*)\\*|\\\\(?:times|cdot|div))\\s{0,2}$");

  /** A clause in which nothing is claimed, up to the box. */
  private static final Pattern SUPPOSED =
      Pattern.compile(
          "(?i)^\\W{0,4}(?:suppose|assume|imagine|what if|had (?:we|i|it)|one"
              + " (?:might|could|would|may)|you (?:might|could|may)|many (?:people|students)|some"
              + " (?:people|students|might|may|would|say)|(?:i|we) (?:doubt|deny|rejected?|ruled?"
              + " out|exclude|cannot say)|it is (?:false|untrue|not"
              + " true|impossible|unlikely|doubtful)|nobody|no one|only a fool|do"
              + " not|don['’]t|never|nowhere|by no means|(?:at|in|on|under|by|for|from|with) no"
              + " (?:\\w{1,15} ){1,3}(?:can|could|is|are|was|were|does|do|did|will|would|should|may|might|must)|beware|a"
              + " (?:common|typical|frequent|naive|na[iï]ve|tempting|first|wild) (?:wrong"
              + " |incorrect )?(?:guess|mistake|error|answer|choice)|the"
              + " (?:trap|wrong|incorrect|naive|book['’]s|expected)\\b)\\b");

  /** With one of these words a clause in {@link #SUPPOSED} begins. */
  private static final Set<String> SUPPOSING =
      Set.of(
          ("suppose assume imagine what had one you many some i we it nobody no only do don never"
                  + " nowhere by at in on under for from with beware a the")
              .split(" "));

  /** Another case, before a box that would be the answer in it. */
  private static final Pattern IF =
      Pattern.compile("(?i)^\\W{0,4}(?:(?:and|but|so|now),? )?(?:if|were|had|without|unless)\\b");

  private static final Pattern LET = Pattern.compile("(?i)^\\W{0,4}let\\b");

  private static final Pattern BE = Pattern.compile("(?i)^[\\s$)\\]}*\\\\]{0,8}be\\b");

  private static final Pattern WOULD =
      Pattern.compile("(?i)^[\\s$)\\]}*\\\\]{0,8}(?:would|could|might)\\b");

  private static final Pattern ARITHMETIC_AFTER =
      Pattern.compile(
          "^(?:\\s|[$)\\]}*]|\\\\[)\\]]){0,6}(?:[+×^!]|\\*(?=\\s?\\d)|/\\s?\\d|-\\s?\\d|\\\\(?:times|cdot|div|pm)|(?:\\^|[²³]))");
  private static final Pattern ANSWER = Pattern.compile("(?i)\\banswer\\b");
  private static final Pattern ABOUT =
      Pattern.compile("(?i)\\b(?:approximately|about|roughly|around)\\b");

  /** Nothing stands between a clause's beginning and the value. */
  private static final Pattern SUBJECT = Pattern.compile("(?:^|,)[\\s$(\\\\*]*$");

  private static final Pattern MINUS =
      Pattern.compile("(?i)(?:\\b(?:minus|negative)\\s{1,2}|(?:^|[\\s=(\\[$:])[-−])[$\\\\(]{0,3}$");
  private static final Pattern OTHER_NUMBER = Pattern.compile("\\d");
  private static final Pattern NUMBER = Pattern.compile("[-+$\\\\]{0,3}\\d[\\d.,\\\\! {}]*");

  private BoxWords() {}

  /**
   * Whether the words around a box change, doubt or question it.
   *
   * @param start offset of the box
   * @param end offset after it
   */
  static boolean change(String text, int start, int end, String content) {
    int from = Math.max(Statements.sentenceStart(text, start), start - BEFORE);
    String before = text.substring(from, start);
    String after = sentenceEnd(text, end);
    boolean equation = after.stripLeading().startsWith("=");
    String near = before.substring(Math.max(0, before.length() - NEAR));
    if (mayChange(near) && CHANGES.matcher(near).find()
        || SUPPOSING.contains(firstWord(before)) && SUPPOSED.matcher(before).lookingAt()
        || Triggers.any(before, TELLING) && TELLS.matcher(before).find()
        || Speaker.isAnother(before)
        || LET.matcher(before).lookingAt() && BE.matcher(after).lookingAt()
        || IF.matcher(before).lookingAt() && WOULD.matcher(after).lookingAt()
        || !equation && MULTIPLIED.matcher(before).find()) {
      return true;
    }
    if (BoxInside.isOperand(before, text.substring(end, Math.min(text.length(), end + 20)))
        || isAsked(text, end, after)) {
      return true;
    }
    boolean number = NUMBER.matcher(content.strip()).matches();
    return number && (changesAfter(before, content, after) || isDoubtful(before, content, after))
        || Beside.isDisclaimed(after);
  }

  /** Whether the last word before the delimiters of a box may change it. */
  private static boolean mayChange(String before) {
    int end = before.length();
    while (end > 0
        && (Character.isWhitespace(before.charAt(end - 1))
            || ":*$([\\{}\u0085".indexOf(before.charAt(end - 1)) >= 0)) {
      end--;
    }
    int start = end;
    while (start > 0 && Character.isLetter(before.charAt(start - 1))) {
      start--;
    }
    String word = before.substring(start, end).toLowerCase(Locale.ROOT);
    return CHANGING.contains(word)
        || start > 0 && "\\±∓<>≠≤≥=".indexOf(before.charAt(start - 1)) >= 0;
  }

  /** The letters that a sentence begins with, in lower case, after the signs before them. */
  private static String firstWord(String sentence) {
    int start = 0;
    while (start < sentence.length() && !Character.isLetter(sentence.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < sentence.length() && Character.isLetter(sentence.charAt(end))) {
      end++;
    }
    return sentence.substring(start, end).toLowerCase(Locale.ROOT);
  }

  /** Whether a minus sign, or "minus" or "negative", stands right before a box. */
  static boolean hasMinus(String text, int start) {
    return MINUS.matcher(text.substring(Math.max(0, start - 20), start)).find();
  }

  /** Whether "the answer is …" with the box's content in its place claims nothing. */
  private static boolean isDoubtful(String before, String content, String after) {
    if (!ANSWER.matcher(before.substring(before.lastIndexOf(',') + 1)).find()) {
      return false;
    }
    String sentence = ABOUT.matcher(before).replaceAll("") + content + after;
    Reading reading =
        Statements.last(sentence, 0).map(Statements.Statement::reading).orElse(Reading.NOTHING);
    return switch (reading.kind()) {
      case DOUBT, NEGATION -> true;
      case CLAIM -> {
        String value = reading.value().orElseThrow();
        boolean other = OTHER_NUMBER.matcher(value.replace(content.strip(), " ")).find();
        yield !value.contains(content.strip()) || other && value.indexOf('=') < 0;
      }
      case NOTHING -> false;
    };
  }

  private static boolean changesAfter(String before, String content, String after) {
    if (ARITHMETIC_AFTER.matcher(after).find()) {
      return true;
    }
    int unit = UnitText.end(after, 0);
    String rest = after.substring(unit);
    return unit == 0
            && (Doubt.AFTER.matcher(rest).find() || Doubt.AFTER_NUMBER.matcher(rest).find())
        || Doubt.AFTER_UNIT.matcher(rest).find()
        || Beside.mayChange(
            rest, new Beside.Value(unit > 0, content.strip().equals("1"), isSubject(before)));
  }

  private static boolean isSubject(String before) {
    return SUBJECT.matcher(before).find();
  }

  /** The rest of the sentence and line after a box. */
  private static String sentenceEnd(String text, int end) {
    int stop = Math.min(text.length(), end + AFTER);
    for (int i = end; i < stop; i++) {
      char c = text.charAt(i);
      boolean gap = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
      if (c == '\n'
          || c == '?'
          || begins(text, i)
          || (c == '.' || c == '!' && i > end + 1) && gap) {
        return text.substring(end, i);
      }
    }
    return text.substring(end, stop);
  }

  /** Whether a word with a capital letter begins at an offset: a new sentence. */
  private static boolean begins(String text, int at) {
    return at > 0
        && text.charAt(at - 1) == ' '
        && at + 1 < text.length()
        && Character.isUpperCase(text.charAt(at))
        && Character.isLowerCase(text.charAt(at + 1));
  }

  private static boolean isAsked(String text, int end, String after) {
    int stop = end + after.length();
    return stop < text.length() && text.charAt(stop) == '?' && !after.contains(",");
  }
}
