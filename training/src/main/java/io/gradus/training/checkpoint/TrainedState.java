package io.gradus.training.checkpoint;

import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightSource;
import io.gradus.training.model.Learner.Moment;
import java.util.Map;

/**
 * What a checkpoint of a model keeps, to be read piece by piece from wherever it is.
 *
 * @param config shape of the model
 * @param weights float32, in the order of the flat buffer
 * @param moments of AdamW, in the same order
 * @param steps that AdamW has taken
 */
public record TrainedState(
    ModelConfig config, WeightSource weights, Map<Moment, WeightSource> moments, long steps) {}
