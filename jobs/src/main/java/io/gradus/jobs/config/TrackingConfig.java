package io.gradus.jobs.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What shows a run to other programs (block {@code tracking}).
 *
 * @param tensorBoard whether event files are written
 * @param mlflow server to report to, if any
 */
public record TrackingConfig(Switch tensorBoard, Optional<Mlflow> mlflow) {

  /** Whether something is done. */
  public enum Switch {
    ON,
    OFF
  }

  /**
   * An MLflow tracking server.
   *
   * @param server its address, http or https, without a user's name or password
   * @param experiment made if the server has none of this name
   */
  public record Mlflow(URI server, String experiment) {}

  static TrackingConfig of(Section section) {
    Section mlflow = section.child("mlflow");
    return new TrackingConfig(
        section.choice("tensorboard", Switch.class),
        mlflow.isGiven("uri")
            ? Optional.of(
                new Mlflow(server(mlflow), mlflow.name("experiment", "the name of an experiment")))
            : Optional.empty());
  }

  private static URI server(Section mlflow) {
    String expected =
        "the address of a tracking server such as http://localhost:5000; a name and password go to"
            + " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD";
    String address = mlflow.text("uri");
    if (address.contains("@")) {
      // The value may hold a password, so the error does not show it.
      throw new ConfigException(
          mlflow.name("uri") + " has a user's name in it, expected " + expected);
    }
    try {
      URI uri = new URI(address.replaceAll("/+$", ""));
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below like an address of another kind.
    }
    throw mlflow.wrong("uri", expected);
  }
}
