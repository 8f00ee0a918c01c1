package io.gradus.jobs.config;

/**
 * A setting that cannot be used. The message names the key, the file and line (or the command
 * line), the value found and what was expected; it is meant to be shown as it is. Thrown before
 * anything is written.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
