package io.gradus.rewards.extract;

/** Where in a completion its answer stood, the clearest places first. */
public enum Place {
  /** After "final answer" and nothing marked later. */
  FINAL_STATEMENT("final answer statement"),
  /** In \boxed{…} or \fbox{…}. */
  BOX("boxed"),
  /** After ####. */
  HASHES("after ####"),
  /** In an answer tag such as &lt;answer&gt;…&lt;/answer&gt;. */
  TAG("answer tag"),
  /** After "the answer is" or the like. */
  STATEMENT("answer statement"),
  /** The completion is nothing but its answer. */
  WHOLE("whole completion"),
  /** The last sentence with a value. */
  LAST_SENTENCE("last sentence");

  private final String words;

  Place(String words) {
    this.words = words;
  }

  /** Whether the model marked the answer as such, in a box or after ####. */
  public boolean isMark() {
    return this == BOX || this == HASHES;
  }

  /** The place in words, for people. */
  public String words() {
    return words;
  }
}
