package io.gradus.training.model;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * Lets a process end while libtorch computes.
 *
 * <p>When a process ends, the C library runs the destructors of the native libraries, and threads
 * that still compute crash in what these tear down. Nothing of libtorch needs to be put in order at
 * the end, so a function is placed before the destructors that ends the process at once: {@code
 * _exit}, with the status that the process was to end with. Java's shutdown hooks have run before.
 *
 * <p>The function that was registered last runs first. Libraries register destructors when they are
 * loaded and when something is first used, so it is placed once when libtorch has been loaded, for
 * ends without shutdown hooks, and again by a hook.
 */
final class QuietEnd {
  private static volatile boolean begun;

  private QuietEnd() {}

  /** The C library's list of what to do at the end of the process. */
  private interface Endings extends Library {
    /** Registers a function of the exit status and {@code argument}. */
    int on_exit(Pointer function, Pointer argument);
  }

  /**
   * Whether the process has begun to end. Then no call of libtorch begins any more, and no tensor
   * is freed that one under way may use.
   */
  static boolean hasBegun() {
    return begun;
  }

  /** To be called when the native libraries have been loaded. */
  static void prepare() {
    Endings library = Native.load("c", Endings.class);
    Pointer end = NativeLibrary.getInstance("c").getFunction("_exit");
    library.on_exit(end, Pointer.NULL);
    Runnable last =
        () -> {
          begun = true;
          library.on_exit(end, Pointer.NULL);
        };
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(last, "gradus-quiet-end"));
    } catch (IllegalStateException e) {
      // The process is ending already.
      last.run();
    }
  }
}
