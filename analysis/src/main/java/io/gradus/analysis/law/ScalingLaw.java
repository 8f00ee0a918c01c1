package io.gradus.analysis.law;

import java.io.Serializable;
import java.util.Optional;

/** A form that test loss may take over model size N and X (compute or data). */
public interface ScalingLaw extends Serializable {

  /** The name used in tables and options, such as {@code log-linear}. */
  String name();

  /**
   * The law over the sizes of a study.
   *
   * @return the model, or nothing where the form says nothing of its own for so few sizes
   */
  Optional<LawModel> bind(Frame frame);
}
