package io.gradus.jobs.ml.djl;

import ai.djl.spark.task.BasePredictor;
import io.gradus.jobs.ml.ModelStage;
import org.apache.spark.ml.param.Param;

/**
 * Takes settings over from stages of DJL's Spark extension. Compiled in the Maven profile {@code
 * djl-spark} only, since the extension is in no public registry.
 */
public final class DjlSettings {
  private DjlSettings() {}

  /**
   * Sets every parameter that both stages know by the same name, as {@code modelUrl}, {@code
   * engine}, {@code batchSize}, {@code inputCol} and {@code outputCol}, to the predictor's value.
   * What the predictor leaves open, or null, stays as it is.
   *
   * @return the stage
   */
  public static <S extends ModelStage<S>> S copy(BasePredictor<?, ?> predictor, S stage) {
    for (Param<?> param : predictor.params()) {
      if (stage.hasParam(param.name()) && predictor.isDefined(param)) {
        Object value = predictor.getOrDefault(param);
        if (value != null) {
          stage.set(param.name(), value);
        }
      }
    }
    return stage;
  }
}
