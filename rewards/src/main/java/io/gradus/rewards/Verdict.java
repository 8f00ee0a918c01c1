package io.gradus.rewards;

import java.util.Optional;

/**
 * What a verification found.
 *
 * @param correct whether the completion's answer is the gold answer; never true in doubt
 * @param extracted the answer's text, empty when none was found
 * @param reason why, for people
 * @param marked whether the answer stood in \boxed{…} or after ####
 */
public record Verdict(boolean correct, Optional<String> extracted, String reason, boolean marked) {}
