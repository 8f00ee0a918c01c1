package io.gradus.jobs.rollout;

import java.io.Serializable;
import java.util.List;

/**
 * What verification made of a batch's answers.
 *
 * @param grades in the order of the answers
 * @param work when that was
 */
record GradedBatch(List<Grade> grades, WorkSpan work) implements Serializable {}
