package io.gradus.jobs.gang;

import io.gradus.jobs.config.DeviceConfig.Choice;
import io.gradus.jobs.policy.PolicySlices;
import io.gradus.training.model.Activations;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import java.io.Serializable;

/**
 * What all members of a gang know.
 *
 * @param slot that executors file the policy under
 * @param configJson the model's config.json
 * @param slices who owns which numbers
 * @param compute of gradients, but for the device
 * @param device of gradients
 * @param activations what a gradient's pass keeps
 * @param gradients type that gradients are exchanged in
 * @param weights type that weights are read in by those who compute with them
 */
public record GangPlan(
    String slot,
    String configJson,
    PolicySlices slices,
    Compute compute,
    Choice device,
    Activations activations,
    ComputeType gradients,
    ComputeType weights)
    implements Serializable {}
