package io.gradus.rewards.extract;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a sentence is the writer's own claim: not what somebody else says, what a mistake or
 * another case would give, a bound or a guess, or something about the writing itself.
 */
final class Speaker {
  private static final String START =
      "^\\W{0,4}(?:(?:so|then|thus|hence|and|but|now|well|therefore|still|also),? ){0,2}";

  /** Up to the end no other clause begins. */
  private static final String OPEN_CLAUSE =
      "(?:(?!\\b(?:but|so|then|thus|hence|therefore|because|since)\\b)[^,;:=]){0,100}$";

  /** Some hold in the clause that is open where the text ends. */
  private static final List<Clue> CLUES =
      List.of(
          // a guess, a bound, a possibility
          clue(
              "guess candidate possibility bound mistake trap confidence certainty misconception"
                  + " attempt misreading slip error possible",
              START
                  + "(?:an?|the|my|our|one|another|its|his|her)(?:"
                  + " (?!best\\b|least\\b|greatest\\b|answer\\b)[\\w'’-]+){0,3}?"
                  + " (?:guess|candidate|possibility|bound|mistake|trap|confidence|certainty|misconception|attempt|misreading|slip|error)(?:"
                  + " here)? (?:is|was|would|could|might|may|gives?|yields?|leads|seems)\\b|"
                  + START
                  + "(?:a|one|another) possible (?:answer|value|solution|result)\\b"),
          // others speak
          clue(
              "says claims thinks believes guesses suggests suspects argues insists reckons alleges",
              "(?<!\\bi )(?<!\\bwe )(?<!\\bi['’]d )(?<!would )(?<!can"
                  + " )\\b(?:says|claims|thinks|believes|guesses|suggests|suspects|argues|insists|reckons|alleges)\\b(?!"
                  + " that he| that she| he| she)"),
          clue(
              "people students others some many they you fool fools somebody someone everybody"
                  + " everyone one he she",
              "say said claim claimed think believe guess guessed answer answered",
              "\\b(?:people|students|others|some|many|they|you|fools?|somebody|someone|everybody|everyone|one|he|she)"
                  + " (?:(?:might|may|would|could|will|often|usually|sometimes)"
                  + " )?(?:say|said|claim|claimed|think|believe|guess|guessed|answer|answered)\\b"),
          clue(
              "according friend classmate teacher calculator neighbor neighbour brother sister"
                  + " internet book textbook grader examiner user chatgpt gpt siri google wolfram"
                  + " wolframalpha",
              "\\baccording to (?:my|a|some|the|his|her)"
                  + " (?:friend|book|textbook|student|classmate|teacher|manual|key|internet|web|calculator|ai|model)\\b|\\b(?:my"
                  + " (?:friend|classmate|teacher|calculator|neighbou?r|brother|sister)|the"
                  + " (?:calculator|internet|book|textbook|grader|examiner|user)|chatgpt|gpt\\S{0,4}|siri|google|wolfram\\w{0,6})"
                  + " (?:got|gets|found|finds|says?|said|wrote|obtained|gave|gives|shows|computed|expects?|wants?|thinks?)\\b"),
          // another case
          clue(
              "had were ignoring forgetting neglecting omitting disregarding overlooking"
                  + " miscounting misreading naively first",
              START
                  + "(?:had (?:we|it|the|i|they|he|she)|were"
                  + " (?:we|it|the)|ignoring|forgetting|neglecting|omitting|disregarding|overlooking|miscounting|misreading|naively|at"
                  + " first (?:sight|glance))\\b"),
          clue(
              "would",
              START
                  + "(?:without|otherwise|if (?:\\S{1,20} ){1,6}(?:were|had))\\b.*\\bwould\\b"
                  + "|\\bwould have (?:been|got|given)\\b"),
          clue(
              "half third quarter fourth fifth tenth twice double triple thrice times square cube root reciprocal",
              "answer number unknown result solution",
              START
                  + "(?:an? |one |two |three |four |the )?(?:half|thirds?|quarters?|fourths?|fifths?|tenths?|twice|double|triple|thrice|times|square|cube|square"
                  + " root|cube root|reciprocal)(?: of(?: the| this| that| my)?| the| this| that| my)(?: final| correct| required|"
                  + " unknown)? (?:answer|number|unknown|result|solution) (?:is|equals|was|measures|would"
                  + " be)\\W{0,6}$"),
          clue("used", "\\bused to be\\b"),
          // the writing itself
          clue(
              "tried checked tested used spent attempted guessed took worth chance beware",
              "\\bi (?:have |had |only |just |also"
                  + " ){0,2}(?:tried|checked|tested|used|spent|attempted|guessed)\\b|\\btook"
                  + " me\\b|\\bthis (?:problem|question|exercise|task) is worth\\b"
                  + "|\\bchance (?:that )?(?:i|this)\\b|\\bbeware\\b"),
          clue(
              "i",
              "\\bi(?: am|['’]m) (?:only |about )?[$\\\\(*]{0,4}\\d[\\d.]*[$\\\\)*]{0,4}"
                  + " ?(?:\\\\?%|percent)"),
          clue(
              "not don never",
              "answer write say put choose use",
              "\\b(?:do not|don['’]t|never) (?:answer|write|say|put|choose|use)\\b"),
          // whether it is, or what is not told
          clue("whether", "(?<!\\bof )(?<!\\bmatter )\\bwhether\\b" + OPEN_CLAUSE),
          clue(
              "if",
              "\\b(?:wonder|ask|check|test|tell|say|know|see|decide|determine|verify|reveal|disclose|doubt|question|sure|unsure|unclear)(?:s|ed|ing)?"
                  + " if\\b"
                  + OPEN_CLAUSE),
          clue(
              "reveal tell say disclose confirm admit divulge promise guarantee",
              "that",
              "(?:\\b(?:not|never|cannot|refuse|decline|unable|unwilling|reluctant|hesitate|hard|impossible)|n['’]t)(?:"
                  + " to)?(?: \\w{1,15})? (?:reveal|tell|say|disclose|confirm|admit|divulge|promise|guarantee)(?:"
                  + " \\w{1,15}){0,2}? that\\b"
                  + OPEN_CLAUSE),
          // a property of the number
          clue(
              "whose",
              "\\bwhose (?:(?!is\\b|are\\b|equals\\b).){1,40}\\b(?:is|are|equals)\\W{0,6}$"),
          clue(
              "such",
              "\\ban? (?:number|integer|value)[^,]{0,20} such that"
                  + " .{1,60}\\b(?:is|are|equals)\\W{0,6}$"));

  /**
   * Words that show another speaker, and what they must be followed by.
   *
   * @param words one of them stands in all that the pattern matches
   * @param others so does one of these; nothing more is needed where there are none
   */
  private record Clue(Set<String> words, Set<String> others, Pattern pattern) {
    boolean isIn(String text, Set<String> said) {
      return !Collections.disjoint(words, said)
          && (others.isEmpty() || !Collections.disjoint(others, said))
          && pattern.matcher(text).find();
    }
  }

  private static Clue clue(String words, String pattern) {
    return new Clue(
        Set.of(words.split(" ")), Set.of(), Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }

  private static Clue clue(String words, String others, String pattern) {
    return new Clue(
        Set.of(words.split(" ")),
        Set.of(others.split(" ")),
        Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
  }

  private Speaker() {}

  /** Whether the words of a sentence up to a value show that its writer does not claim it. */
  static boolean isAnother(String before) {
    Set<String> said = Triggers.words(before);
    for (Clue clue : CLUES) {
      if (clue.isIn(before, said)) {
        return true;
      }
    }
    return false;
  }
}
