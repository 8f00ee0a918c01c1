package io.gradus.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import io.gradus.jobs.study.PlannedRun;
import io.gradus.jobs.study.StudyJob;
import io.gradus.jobs.study.StudyPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** Prints the runs of a study for schedulers, without starting Spark. */
final class StudyList {

  private StudyList() {}

  static void print(StudyPlan plan, PrintWriter to) throws IOException {
    Set<String> open =
        StudyJob.unfinished(new Configuration(), plan).stream()
            .map(PlannedRun::id)
            .collect(Collectors.toSet());
    for (PlannedRun run : plan.runs()) {
      to.println(line(run, !open.contains(run.id())));
    }
    to.flush();
  }

  private static String line(PlannedRun run, boolean done) throws JsonProcessingException {
    ObjectNode line = Json.STRICT.createObjectNode();
    line.put("id", run.id());
    line.set("axes", Json.STRICT.valueToTree(run.axes()));
    line.set("grids", Json.STRICT.valueToTree(run.grids()));
    line.put("model", run.modelKey());
    line.put("exclusive", run.exclusive());
    line.put("done", done);
    return Json.STRICT.writeValueAsString(line);
  }
}
