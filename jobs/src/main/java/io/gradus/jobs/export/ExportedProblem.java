package io.gradus.jobs.export;

import io.gradus.training.text.ChatMessage;
import java.util.List;

/**
 * A problem as a trainer gets it.
 *
 * @param set what the trainer logs scores under: {@code train}, or the name of a benchmark
 * @param messages the prompt; the trainer applies the chat template
 * @param gold the right answer, as the exported reward compares it
 * @param grading how it compares: math, multiple-choice or grid
 * @param id of the problem here
 * @param split of its source
 * @param difficulty pass rate of a reference model; NaN where unknown
 */
record ExportedProblem(
    String set,
    List<ChatMessage> messages,
    String gold,
    String grading,
    String id,
    String split,
    double difficulty) {}
