package io.gradus.rewards.extract;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
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
          "\\b(?:never|seldom|nowhere|by no means|(?:at|in|on|under|by|for|from|with) no (?:\\w{1,15} ){1,3}(?:can|could|is|are|was|were|does|do|did|will|would|should|may|might|must|has|have)|cannot|nobody|neither|nor|none"
              + " of|contradict\\w{0,5}|wrong|incorrect|false|impossible|unlikely|doubtful|maybe|perhaps|possibly|probably"
              + " not|suppose|assum(?:e|ing)|misprint|common(?:ly)?"
              + " (?:wrong|mis\\w+)|mistake|anything|any number|all numbers|any other|no"
              + " way|exclude|excludes|excluded|reject|rejects|rejected|discard|discarded|rules?"
              + " out|ruled"
              + " out|(?:thought|believed|said|claimed|claims?|supposed|pretends?|want|need|wish|hope)"
              + " (?:\\w{1,12} ){0,4}to (?:be|have|equal))\\b|n['’]t (?:\\w{1,12}"
              + " )?(?:think|believe|say|claim|know|agree|mean|follow|true|case|see)\\b|≠|^\\W{0,4}if\\b(?!.*\\bthen\\b)",
          CASE);

  /** After the last verb of a clause: "isn't", "won't be". */
  static final Pattern NEGATED_VERB = Pattern.compile("n['’]t\\b", CASE);

  /** Everything but a value. */
  static final Pattern ALL_BUT =
      Pattern.compile(
          "(?i)\\b(?:anything|nothing|all|any|every\\w{0,4}|none|no)\\b[^,]{0,30}\\bbut\\b");

  /** Right before what follows the verb: it is denied. */
  static final Pattern DENIED_VERB =
      Pattern.compile(
          "(?i)(?:\\b(?:not|never|cannot)|n['’]t)\\s(?:\\w{1,12}\\s)?(?:be|equals?|is|are|was)?:?\\s{0,3}$");

  /** Right before a value. */
  static final Pattern HEDGE =
      Pattern.compile(
          "\\b(?:could|might|may|can)(?: \\w{1,12})? be[\\s:]{1,2}(?:a |an |either"
              + " )?[$\\\\(]{0,3}$",
          CASE);

  /** Between the verb, or the beginning of its clause, and a value. */
  static final Pattern BEFORE =
      Pattern.compile(
          "\\b(?:not|no|never|cannot|neither|nor|nobody|none|hardly|scarcely|barely|opposite|without|except|excluding|unlike|anything"
              + " but|any(?:thing)? other|number but|other than|different from|rather than|instead"
              + " of|unequal|contradict\\w{0,5}|wrong|incorrect|false|impossible|unlikely|doubtful|less|fewer|(?:smaller|lower|greater|larger|bigger|higher|third)(?!(?<=\\bthe"
              + " \\w{5,7}) (?!of\\b|than\\b|as\\b|half\\b)[a-z]{3,15}\\b)|more"
              + " than|below|above|under|over|beyond|exceeds?|at least|at most|up to|as many"
              + " as|minimum of|maximum of|bounded|between|in the range"
              + "|close|near|nearly|almost|around|somewhere|outside|inside|within|maybe|perhaps|possibly|probably"
              + " not|might|could|may|either|guess"
              + "|twice|thrice|double|triple|half|quarter|times|squared?|cubed?|root|log|ln|reciprocal|inverse"
              + "|multiple|divisor|factor|divisible|power|plus|divided|multiplied|modulo|mod|base|remainder"
              + "|loss|debt|deficit|drop|decrease|decline|neighbou?rhood|vicinity"
              + "|suppose|assum\\w{1,4}|expected|misprint|common|frequent|mistake)\\b|≠|≤|≥|(?:sum|difference|product|quotient|negative)"
              + " of (?:\\S{1,12}"
              + " and\\b|(?=[$\\\\(]{0,3}\\d))|(?<![-=<>])[<>]\\s{0,2}[$\\\\(]{0,3}$",
          CASE);

  /** Right after a value, in the same clause. */
  static final Pattern AFTER =
      Pattern.compile(
          "^(?:\\s|[$)\\]}*`\"'])*(?:or\\b|and"
              + " (?:a|an|one|two|three|up|above|over|more|beyond|half|maybe|possibly)\\b|(?:\\w{1,20}"
              + " ){0,3}?(?:more|less|fewer|greater|larger|smaller|higher|lower|older|younger|longer|shorter|taller)"
              + " than"
              + " [$\\\\(]{0,3}-?(?:\\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|that|this|it|half|twice|[a-z])\\b)"
              + "|(?:hundred|thousand|million|billion|ten|half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?:th)?s?\\b|halves\\b|tops\\b|per"
              + " mill?e?\\b|permille\\b|‰|point"
              + " (?:\\d|zero|one|two|three|four|five|six|seven|eight|nine)|digits?"
              + " (?:long|number)\\b|(?:decimal|significant) (?:places|digits|figures) long\\b|,"
              + " ?(?:or"
              + " )?not\\W*$|too\\b|raised\\b|squared\\b|cubed\\b|doubled\\b|halved\\b|tripled\\b|factorial\\b|times"
              + " (?:[$\\\\(]{0,3}-?\\d|as\\b|the\\b|itself\\b|its\\b|that\\b|two\\b|three\\b|ten\\b|pi\\b|more\\b|π)|plus\\b|minus\\b|divided\\b|multiplied\\b|modulo\\b|mod\\b|remainder\\b|rem\\b|with"
              + " remainder\\b|(?:is|was|are|were|would be)"
              + " (?:not|wrong|incorrect|too|never|false|a wrong|an incorrect|impossible|a"
              + " common|ruled|excluded)\\b|(?:isn|wasn|aren|weren|doesn|can)['’]?t\\b|cannot\\b|does"
              + " not\\b|maybe\\b|perhaps\\b|possibly\\b|at (?:most|least)\\b|(?:\\w{1,12}"
              + " ){0,2}(?:below|under|above|short of)(?: zero| 0| freezing|"
              + " par)\\b|-(?:digit|sided|fold|ish)\\b|(?:st|nd|rd|th) \\w|to the \\w|give or"
              + " take\\b|,? ?unless\\b|,? ?(?:i guess|i think),? or\\b|with an?"
              + " (?:minus|negative)\\b|,? (?:or|but) (?:maybe|possibly|perhaps|it|this|that|i|not"
              + " sure)\\b|[Kk]\\b|M\\b|\\?|percent of\\b|base\\b|\\+(?!\\s{0,2}[\\d(]))",
          CASE);

  /** Right after a value that names nothing: "1 in 5", "3 to 4". */
  static final Pattern AFTER_NUMBER =
      Pattern.compile(
          "^(?:\\s|[$)\\]}*`\"'])*(?:in(?! (?:1[5-9]|20)\\d\\d\\b)|to|over|per|out of|of|by|mod)"
              + " [$\\\\(]{0,3}-?\\d(?![\\d.]{0,9}"
              + " (?:significant|decimal|sig|d\\.?p|digits|places))",
          CASE);

  /** After a value and its unit: the value is only a part of the number, or is doubted. */
  static final Pattern AFTER_UNIT =
      Pattern.compile(
          "^(?:\\s|[$)\\]}*`\"'])*(?:(?:more|less|fewer|greater|larger|smaller|higher|lower|older|younger|longer|shorter|taller)"
              + " than [$\\\\(]{0,3}(?:-?\\d|[a-z]\\b)|or"
              + " (?:more|less|so|fewer|maybe|possibly|perhaps)\\b|give or take\\b|unless\\b|at"
              + " (?:most|least)\\b|,? (?:or|but) (?:maybe|possibly|perhaps|it|this|that|i|not"
              + " sure)\\b|short of\\b|below zero\\b)",
          CASE);

  /**
   * What may lead to "the answer is" without taking a stand of someone else's: connectives, and
   * what the writer finds. Other words there ("a student claims", "I first thought") do not claim.
   */
  private static final Pattern LEADS_TO_ANSWER =
      Pattern.compile(
          "(?:\\W|\\b(?:altogether|desired|required|needed|requested|shown|proved|proven|verified|seen|established|concluded|summari[sz]e|end|both|so|therefore|thus|hence|and|then|finally|lastly|next|again|now|well|ok|okay|yes|indeed|clearly|certainly|consequently|accordingly|overall|ultimately"
              + "|i|we|you|one|get|gets|got|find|found|have|has|see|conclude|deduce|infer|believe|think|say|state|answer|calculate|compute|computed|determine|determined|obtain|know|confirm|confirmed|am|can|will|must|should|confident|sure|certain"
              + "|that|this|it|which|means|mean|gives|give|giving|follows|implies|shows|tells|yields|yield|makes|making|leads|leaves|us|to|is|are|be|was|as|the|a|an|my|our|your|its|his|her|their"
              + "|final|correct|right|exact|simplified|numerical|best|only|full|complete|here|below|above|in|of|for|conclusion|summary|short|total|result|result|problem|question|step|part|let|just|simply|also|because|since|but|however|actually|wait|no|hmm|option|choice|letter|what|where|so-called"
              + "|den|die|das|la|le|el|il|lo|also|donc|alors|luego|entonces|deshalb|daher|somit|folglich|итак|значит|следовательно|таким|образом|правильный|окончательный|finale?|所以|因此|最终|最后|bonne|correcte|exacte|juste|finale|richtige|korrekte|genaue|endg[üu]ltige|gesuchte|correcta|exacta|respuesta|corretta|giusta|esatta|верный|точный|наш|искомый)\\b|[所以因此最终后故则正确的综上述可得知我们这个题该问本为得到，、]{1,12}|(?!do\\b|if\\b)[a-z\\d]{1,2}\\b)*+",
          CASE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

  /** What begins so tells how the answer was found. */
  private static final Pattern ADJUNCT =
      Pattern.compile(
          "^\\W*(?:after|before|by|with|without|from|using|upon|once|when|on|at|under|according|based|combining|adding|substituting|simplifying|solving|taking|given|as|since|because|for|in|and|so|thus|therefore|hence|because|(?!(?:no|any|some)thing\\b)\\w+ing)\\b",
          CASE);

  /** Says who speaks, where it is not the one who answers. */
  private static final Pattern ROLE =
      Pattern.compile(
          "^\\W*(?:system|grader|judge|evaluator|verifier|admin|developer|tool|key)\\s?:", CASE);

  /** In a sentence before "the answer is": what follows is not claimed. */
  static final Pattern NOT_CLAIMED =
      Pattern.compile(
          "\\b(?:suppose|assum(?:e|ing)|impossible|not"
              + " true|false|untrue|wrong|worst|incorrect|common|frequent|typical|usual|expected|book|misprint|mistake|trap|tempting|might"
              + " think|may think|might expect|one might|not sure|unsure|doubt|unlikely|not"
              + " clear|unclear|not the case|deny|cannot say|would have|if (?:\\S{1,20}"
              + " ){1,4}(?:had|were|hadn['’]t))\\b|\\bif(?: the| my| this| our)?(?: correct| final|"
              + " right)?\\s?$|n['’]t (?:believe|think|say)\\b",
          CASE);

  /** After an answer: it is taken back. */
  static final Pattern RETRACTED =
      Pattern.compile(
          "\\b(?:no,? )?wait\\b[,.!—-]|\\bhold on\\b|\\bscratch that\\b|\\bjust kidding\\b|\\bon"
              + " second thought|\\b(?:that|this|it|which)(?:['’]s| is| was| looks| seems) (?:all"
              + " )?(?:wrong|incorrect|not (?:right|correct|true)|a mistake|an"
              + " error)\\b|\\b(?:last|previous|above|earlier|my|first) (?:\\w{1,12}"
              + " ){0,3}(?:is|was|were) (?:wrong|incorrect|a mistake|mistaken)\\b|(?<!if )\\bi(?:['’]ve| have| had)?"
              + " (?:just |also |must have |seem to have )?(?:(?:made|make|see|notice|noticed|spotted|found) (?:an?|my|the) (?:\\w{1,12} ){0,3}?(?:mistake|error|slip|typo|blunder)|(?:take|took) (?:that|it|this) back|mis(?:counted|calculated|computed|read|added|took|copied|placed|stated|typed|interpreted|understood|wrote)|forgot|overlooked|messed up|mixed up|(?:retract|withdraw|revise|correct) (?:that|this|it|my|the))\\b|\\bthere"
              + " (?:is|was) (?:an?|my) (?:\\w{1,12} )?(?:mistake|error|slip|typo) (?:above|there|here|in (?:my|the)"
              + " (?!problem|question|statement))|\\bshould (?:instead (?:be|read)|have been|have read)\\b|\\b(?:let me|i(?:['’]ll| will| must| need to|"
              + " have to)) (?:correct|fix|redo|revise|amend) (?:that|this|it|my|the)\\b|\\bmake (?:that|it|this)"
              + " [$\\\\(]{0,3}-?\\d|\\bmy (?:bad|mistake|error|apologies)\\b|\\b(?:value|answer|number|result) (?:in the box|above) (?:is|was|should)(?! (?:correct|right|also|then))\\b|\\bboxed (?:value|answer|number|result)"
              + " (?:(?:is|was) (?:not|off|wrong|incorrect|false|mistaken|a|an)|should)\\b|\\boff by (?:one|two|\\d)\\b|\\b(?:this|that|the|my) (?:final |boxed )?(?:answer|result|value|number) (?:is|was|may be|might be|seems|looks) (?:probably |likely |clearly |actually |only |just )?(?:wrong|incorrect|not (?:right|correct)|mistaken|off|a guess|unreliable)\\b|\\bi(?: am|['’]m) not (?:at all |really |very |fully |entirely )?(?:sure|certain|confident)\\b|\\b(?:it|this|that)(?: is|['’]s) (?:only |just )?a (?:wild )?guess\\b|\\bno,"
              + " (?:it|that|the)\\b|\\b(?:that|this|it|which) (?:can['’]?t|can ?not|could"
              + " not|couldn['’]t|may not|might not) be"
              + " (?:right|correct|true|so|it)\\b|\\b(?:that|this|it|which) (?:is|was)n['’]t"
              + " (?:right|correct|true|it)\\b|\\b(?:that|this|it|which) (?:does|did)(?:"
              + " not|n['’]t) (?:work|fit|add up|hold)\\b|\\b(?:actually|hmm|oh|sorry)[,.]{0,3}"
              + " no\\b|\\b(?:strike|ignore|forget|disregard|discard|scrap) (?:that|this|it|everything above|what (?:i|is|was)|the (?:box|(?:boxed|above|previous|preceding|earlier|last|first|old) (?:value|answer|number|result|line|sentence|response|conclusion|box)|(?:value|answer|number|result) (?:above|in the box|i gave))|my (?:(?:previous|earlier|first|last) )?(?:answer|result|value))\\b|\\bnever"
              + " ?mind\\b|\\boops\\b|\\bi mean(?:t)?\\b|\\b(?:sorry|correction|actually)[,:]?"
              + " (?:no\\b|[*(]{0,2}(?-i:[A-J])\\b[)*.]{0,2}|\\d)|\\b(?:actually|sorry)[,:]?"
              + " (?:it|that|this|the \\w{1,12}) (?:should|must|ought|is)\\b|\\bi was"
              + " (?:wrong|mistaken)\\b|(?m:(?<=^[*_"
              + " ]{0,4}))(?:correction|edit|erratum)\\b|\\bcorrection:",
          CASE);

  /** By its first letter, the second letters of the words that a retraction begins with. */
  private static final String[] RETRACTIONS = new String[26];

  static {
    Arrays.fill(RETRACTIONS, "");
    for (String start :
        List.of(
            "no", "wa", "ho", "sc", "ju", "on", "th", "it", "wh", "la", "pr", "ab", "ea", "my",
            "fi", "i ", "ac", "hm", "oh", "so", "st", "ig", "fo", "di", "ne", "oo", "co", "ed",
            "er", "i'", "re", "le", "ma", "sh", "va", "nu", "bo", "an", "of")) {
      RETRACTIONS[start.charAt(0) - 'a'] += start.charAt(1);
    }
  }

  private Doubt() {}

  /** Whether the words between the beginning of a sentence and "the answer is" only lead to it. */
  static boolean leadsToAnswer(String before) {
    if (ROLE.matcher(before).find()) {
      return false;
    }
    int comma =
        Math.max(
            Math.max(before.lastIndexOf(','), before.lastIndexOf('，')), before.lastIndexOf(':'));
    String clause = before.substring(comma + 1);
    return LEADS_TO_ANSWER.matcher(clause).matches() || ADJUNCT.matcher(clause).find();
  }

  /** Whether a text takes back what stands before it. Tries the pattern only where words fit. */
  static boolean isRetracted(String after) {
    Matcher m = RETRACTED.matcher(after).useTransparentBounds(true).useAnchoringBounds(false);
    boolean inWord = false;
    for (int i = 0; i < after.length() - 1; i++) {
      char c = after.charAt(i);
      boolean starts = !inWord && mayRetract(c, after.charAt(i + 1));
      if (starts && m.region(i, after.length()).lookingAt()) {
        return true;
      }
      inWord = Character.isLetterOrDigit(c);
    }
    return false;
  }

  private static boolean mayRetract(char first, char second) {
    int letter = (first | 0x20) - 'a';
    return letter >= 0
        && letter < RETRACTIONS.length
        && RETRACTIONS[letter].indexOf(second == '’' ? '\'' : second | 0x20) >= 0;
  }
}
