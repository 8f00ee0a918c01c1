package io.gradus.rewards.extract;

import java.util.regex.Pattern;

/** Words that lead straight to a value, and those that state one as a result. */
final class LeadingWords {
  private static final String LEADING =
      "the|a|an|that|it|its|it['’]s|this|there|is|are|was|be|been|will|would|must|should|have|has|had|we|you|get|gets|got|find|obtain|equals?|equal"
          + "|to|exactly|simply|just|only|also|therefore|thus|so|hence|then|finally|indeed|now|namely|clearly"
          + "|approximately|approx|about|roughly|number|total|value|amount|sum|result|answer|final|correct|solution|count|of|in|all"
          + "|x|y|z|n|k|m|p|q|r|s|t|a_n|f|set|pair|ordered|point|interval|function|expression|fraction|integer|distance|length|area|volume"
          + "|perimeter|probability|profit|cost|price|speed|angle|ratio|range|domain|minus|negative|positive|dollar|value['’]s|equals:|given|by|as|follows";

  /** Words and signs that only lead to a value. */
  static final Pattern LEAD =
      Pattern.compile(
          "(?i)(?:\\s|[,:=≈(\\[{$*\"'“‘→⇒∴-]|=>|\\\\(?:approx|therefore|implies|quad|,|;)|(?:"
              + LEADING
              + ")(?![\\w'’]))*+");

  /** A sign or verb that states a result. */
  static final Pattern RESULT =
      Pattern.compile(
          "(?i)(?:=|≈|→|⇒|:|\\b(?:is|are|was|were|be|equals?|gives?|yields?|makes?|leaves?|means|becomes|get|gets|got|obtain|find|have|has|had|needs?|costs?|earns?|pays?|takes?|weighs?|totals?|comes"
              + " to|comes out to|amounts? to|lautet|ist|es|est|son|sind|sont)\\b)(?!')");

  /** The verb or sign of a clause that states a value. */
  static final Pattern COPULA =
      Pattern.compile(
          "(?:\\b(?:is|are|was|were|be|been|equals|gives?|makes?|leaves?|has|have|had|gets?|got|costs?|needs?|find|obtain)\\b|[=:≈])",
          Pattern.CASE_INSENSITIVE);

  private LeadingWords() {}
}
