package io.gradus.analysis.design;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.RunSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Planned runs that differ in their seed alone.
 *
 * @param run any of them
 * @param runs how many
 */
record Cell(DesignRun run, int runs) {
  /** What its runs share. */
  record Key(ModelLine models, double params, RunSetting setting, String recipe) {
    static Key of(DesignRun run) {
      return new Key(run.models(), run.params(), run.setting(), run.recipe());
    }
  }

  /** The cells of a grid, in the order of their first runs. */
  static List<Cell> of(List<DesignRun> grid) {
    Map<Key, Cell> cells = new LinkedHashMap<>();
    for (DesignRun run : grid) {
      cells.merge(Key.of(run), new Cell(run, 1), (a, b) -> new Cell(a.run(), a.runs() + 1));
    }
    return new ArrayList<>(cells.values());
  }

  Key key() {
    return Key.of(run);
  }

  Cell withAnother() {
    return new Cell(run, runs + 1);
  }
}
