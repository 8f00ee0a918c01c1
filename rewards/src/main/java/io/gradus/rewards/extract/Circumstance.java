package io.gradus.rewards.extract;

import java.util.regex.Pattern;

/** Whether a value is told by the way: "in 2 hours", "when x = 2", but "a total of 42" is not. */
final class Circumstance {
  private static final int NEAR = 40;
  private static final Pattern OF_VALUE =
      Pattern.compile(
          "(?i)(?:total|value|amount|sum|count|profit|cost|price|speed|length|width|height|distance|area|volume|perimeter|probability|average|mean|product|score|height|angle|temperature|slope|grade|salary|savings|population)"
              + " of (?:about |approximately |exactly |roughly )?[$\\\\(\\[\"'-]{0,3}$");

  private static final Pattern CIRCUMSTANCE =
      Pattern.compile(
          "(?i)\\b(?:in|after|for|of|at|per|over|within|from|since|by|with|on|during|every|each|when|if|where|while|as|until|till|before|to|into|than|because|step|like)"
              + " (?:the |a |an |about |all |these |those |each |every |only |just |first |last"
              + " |next |other |[a-z] ?= ?|\\$?[a-z] ?= ?)?[$\\\\(\\[\"'-]{0,3}$");

  private static final Pattern EQUALS_TO =
      Pattern.compile(
          "(?i)\\b(?:(?:equal|equals|equivalent|comes?|came|amounts?|adds?"
              + " up|sums?|simplifies|simplified|reduces|reduced|evaluates|works? out|boils"
              + " down|brings? (?:it|us)|up) to|given by|is to) (?:the |a |an |exactly |just"
              + " )?[$\\\\(\\[\"'-]{0,3}$");

  private Circumstance() {}

  /** Whether the words up to an offset introduce a circumstance. */
  static boolean endsIn(String text, int at) {
    String before = text.substring(Math.max(0, at - NEAR), at);
    return CIRCUMSTANCE.matcher(before).find()
        && !OF_VALUE.matcher(before).find()
        && !EQUALS_TO.matcher(before).find();
  }
}
