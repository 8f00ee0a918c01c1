package io.gradus.training.hub;

/**
 * A model directory holds something that is malformed or not supported. The message names the file,
 * the key or tensor, what was found and what was expected.
 */
public class ModelFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public ModelFormatException(String message) {
    super(message);
  }

  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
