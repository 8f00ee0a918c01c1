package io.gradus.rewards.extract;

/**
 * A value in a text.
 *
 * @param content its text without delimiters
 * @param start offset of its beginning, delimiters included
 * @param end offset after it
 */
record Located(String content, int start, int end) {}
