package io.gradus.jobs.policy;

import java.io.Serializable;

/**
 * Names one state of a policy, and says where its weights are.
 *
 * @param slot what an executor keeps one version of, for instance a run's policy or its reference
 * @param version changes with the weights
 * @param source where the weights are read from
 */
public record PolicyVersion(String slot, String version, SnapshotSource source)
    implements Serializable {}
