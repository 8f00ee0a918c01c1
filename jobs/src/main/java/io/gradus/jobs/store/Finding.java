package io.gradus.jobs.store;

/**
 * Something in a store that is not as commits left it.
 *
 * @param path of the file or folder, relative to the store
 * @param message one line that names it
 * @param remedy what a repair can do about it
 */
public record Finding(String path, String message, Remedy remedy) {
  /** What a repair does. */
  public enum Remedy {
    /** Its run is set back to before it. */
    SET_BACK,
    /** It is moved to the quarantine. */
    MOVE,
    /** Nothing: it is only to be known. */
    NONE
  }

  static Finding stray(String path, String what) {
    return new Finding(path, path + ": " + what, Remedy.MOVE);
  }
}
