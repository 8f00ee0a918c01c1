package io.gradus.rewards.extract;

/** Where in a completion its answer stood, the clearest places first. */
public enum Place {
  /** After "final answer" and nothing marked later. */
  FINAL_STATEMENT("final answer statement"),
  /** In \boxed{…} or \fbox{…}. */
  BOX("boxed"),
  /** After ####. */
  HASHES("after ####"),
  /** After "the answer is" or the like. */
  STATEMENT("answer statement"),
  /** The completion is nothing but its answer. */
  WHOLE("whole completion"),
  /** After the last "is" of the last sentence. */
  LAST_SENTENCE("last sentence"),
  /** The last number of the text. */
  LAST_NUMBER("last number"),
  /** The last $…$ of the text. */
  LAST_MATHEMATICS("last mathematics");

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
