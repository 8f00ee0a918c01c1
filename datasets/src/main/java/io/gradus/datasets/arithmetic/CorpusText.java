package io.gradus.datasets.arithmetic;

import java.io.Serializable;

/**
 * One text to learn from, in the two parts that a loss on answers only needs.
 *
 * @param prompt the question, for example {@code 8-6*3=}
 * @param target what follows it, for example {@code 2,6#6}, before the end-of-sequence token
 */
public record CorpusText(String prompt, String target) implements Serializable {}
