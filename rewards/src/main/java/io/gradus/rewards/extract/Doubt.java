package io.gradus.rewards.extract;

import java.util.regex.Pattern;

/**
 * Words that keep a number from being an answer: negations, bounds, hedges, suppositions,
 * retractions, and words that make another number of it. Patterns have bounded repetitions only.
 */
final class Doubt {
  private static final int CASE = Pattern.CASE_INSENSITIVE;

  /** In a clause that states a value, before or after its verb. */
  static final Pattern CLAUSE =
      Pattern.compile(
          "\\b(?:never|cannot|nobody|neither|nor|none of|contradict\\w{0,5}|wrong|incorrect|false|impossible|unlikely|doubtful"
              + "|maybe|perhaps|possibly|probably not|suppose|assum(?:e|ing)|misprint|common(?:ly)? (?:wrong|mis\\w+)|mistake"
              + "|anything|any number|all numbers|any other)\\b|n['’]t\\b|≠",
          CASE);

  /** Right before a value. */
  static final Pattern HEDGE =
      Pattern.compile(
          "\\b(?:could|might|may|can)(?: \\w{1,12})? be[\\s:]{1,2}(?:a |an |either )?[$\\\\(]{0,3}$",
          CASE);

  /** Between the verb, or the beginning of its clause, and a value. */
  static final Pattern BEFORE =
      Pattern.compile(
          "\\b(?:not|no|never|cannot|neither|nor|nobody|none|without|except|excluding|unlike"
              + "|anything but|any(?:thing)? other|number but|other than|different from|rather than|instead of"
              + "|unequal|contradict\\w{0,5}|wrong|incorrect|false|impossible|unlikely|doubtful"
              + "|less|fewer|smaller|lower|greater|larger|bigger|higher|more than|below|above|under|over|beyond"
              + "|exceeds?|at least|at most|up to|as many as|minimum of|maximum of|bounded|between|in the range"
              + "|close|near|nearly|almost|around|somewhere|outside|inside|within"
              + "|maybe|perhaps|possibly|probably not|might|could|may|either|guess"
              + "|twice|thrice|double|triple|half|third|quarter|times|squared?|cubed?|root|log|ln|reciprocal|inverse"
              + "|multiple|divisor|factor|divisible|power|plus|divided|multiplied|modulo|mod|base|remainder"
              + "|loss|debt|deficit|drop|decrease|decline"
              + "|chapter|equation|step|problem|question|exercise|figure|table|page|section|line|day|option|case|part"
              + "|suppose|assum\\w{1,4}|expected|misprint|common|frequent|mistake)\\b|n['’]t\\b|≠|≤|≥",
          CASE);

  /** Right after a value, in the same clause. */
  static final Pattern AFTER =
      Pattern.compile(
          "^(?:\\s|[$)\\]}*`\"'])*(?:or\\b|and (?:a|an|one|two|three|up|above|over|more|beyond|half|maybe|possibly)\\b"
              + "|(?:\\w{1,20} ){0,3}?(?:more|less|fewer|greater|larger|smaller|higher|lower|older|younger|longer|shorter|taller) than\\b"
              + "|(?:hundred|thousand|million|billion|ten|half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?:th)?s?\\b"
              + "|halves\\b|too\\b|squared\\b|cubed\\b|doubled\\b|halved\\b|tripled\\b|factorial\\b"
              + "|times\\b|plus\\b|minus\\b|divided\\b|multiplied\\b|modulo\\b|mod\\b|remainder\\b|rem\\b|with remainder\\b"
              + "|(?:is|was|are|were|would be) (?:not|wrong|incorrect|too|never|false|a wrong|an incorrect|impossible|a common|ruled|excluded)\\b"
              + "|(?:isn|wasn|aren|weren|doesn|can)['’]?t\\b|cannot\\b|does not\\b"
              + "|maybe\\b|perhaps\\b|possibly\\b|at (?:most|least)\\b|(?:\\w{1,12} ){0,2}(?:below|under|above|short of)(?: zero| 0)?\\b"
              + "|-(?:digit|sided|fold)\\b|[Kk]\\b|M\\b|\\?|percent of\\b|base\\b|\\+(?!\\s{0,2}[\\d(]))",
          CASE);

  /** Right after a value that names nothing: "1 in 5", "3 to 4". */
  static final Pattern AFTER_NUMBER =
      Pattern.compile(
          "^(?:\\s|[$)\\]}*`\"'])*(?:in|to|over|per|out of|of|by|mod) [$\\\\(]{0,3}-?\\d(?![\\d.]{0,9} (?:significant|decimal|sig|d\\.?p|digits|places))",
          CASE);

  /** In a sentence before "the answer is": what follows is not claimed. */
  static final Pattern NOT_CLAIMED =
      Pattern.compile(
          "\\b(?:suppose|assum(?:e|ing)|impossible|not true|false|untrue|wrong|incorrect|common|frequent|typical|usual"
              + "|expected|book|misprint|mistake|trap|tempting|might think|may think|might expect|one might|not sure|unsure"
              + "|doubt|unlikely|not clear|unclear|not the case|deny|cannot say|would have|if (?:\\S{1,20} ){1,4}(?:had|were|hadn['’]t))\\b"
              + "|\\bif(?: the| my| this| our)?(?: correct| final| right)?\\s?$|n['’]t (?:believe|think|say)\\b",
          CASE);

  /** After an answer: it is taken back. */
  static final Pattern RETRACTED =
      Pattern.compile(
          "\\b(?:no,? )?wait\\b[,.!—-]|\\bhold on\\b|\\bscratch that\\b|\\bjust kidding\\b|\\bon second thought"
              + "|\\b(?:that|this|it|which)(?:['’]s| is| was| looks| seems) (?:all )?(?:wrong|incorrect|not (?:right|correct|true)|a mistake|an error)\\b"
              + "|\\b(?:last|previous|above|earlier|my|first) (?:\\w{1,12} ){0,3}(?:is|was|were) (?:wrong|incorrect|a mistake|mistaken)\\b"
              + "|\\bi (?:made|take) (?:a mistake|an error|that back|it back|this back)\\b|\\bno, (?:it|that|the)\\b"
              + "|(?m:^[*_ ]{0,4}(?:correction|edit|erratum)\\b)|\\bcorrection:",
          CASE);

  private Doubt() {}

  static boolean isRetracted(String after) {
    // far quicker than the pattern
    return !after.isBlank() && RETRACTED.matcher(after).find();
  }
}
