package io.gradus.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.List;

/**
 * Settings that stand once and hold for several blocks: whatever says where problems come from
 * takes from {@code problems.source} what it leaves out. Of two layers of settings the block of the
 * upper one goes before all of the lower one.
 */
final class SharedDefaults {
  /** The block that others take from. */
  static final String SOURCE = "problems.source";

  private static final List<String> TAKERS =
      List.of("problems.train", "problems.test", "evaluate.benchmark");

  private SharedDefaults() {}

  /** One layer of settings with the shared block written out where it holds, and gone itself. */
  static Config writtenOut(Config layer) {
    if (!layer.hasPath(SOURCE)) {
      return layer;
    }
    ConfigObject source = layer.getObject(SOURCE);
    Config result = layer.withoutPath(SOURCE);
    for (String path : TAKERS) {
      ConfigObject own = layer.hasPath(path) ? layer.getObject(path) : ConfigFactory.empty().root();
      ConfigObject whole = own.withFallback(source);
      result = result.withValue(path, layer.hasPath(path) ? whole.withOrigin(own.origin()) : whole);
    }
    return result;
  }
}
