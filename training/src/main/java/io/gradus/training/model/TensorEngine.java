package io.gradus.training.model;

import ai.djl.engine.Engine;
import com.sun.jna.Library;
import com.sun.jna.Native;

/**
 * DJL's PyTorch engine, with threads that sleep while they wait.
 *
 * <p>By default the threads of libgomp, which libtorch shares its work out to, spin between pieces
 * of work. Beside other processes that takes several times the processor time, and clusters share
 * machines. libgomp reads {@code OMP_WAIT_POLICY} when it is loaded, so the variable is set in this
 * process before that, unless it is set already; then it holds for drivers, executors and notebooks
 * alike, whatever started them. In the same places a process can end while libtorch computes, see
 * {@link QuietEnd}.
 */
public final class TensorEngine {
  private static final String VARIABLE = "OMP_WAIT_POLICY";

  private TensorEngine() {}

  /** The C library's environment, which unlike the JVM's copy of it can be changed. */
  private interface Environment extends Library {
    int setenv(String name, String value, int overwrite);
  }

  private static final class Loaded {
    private static final Engine ENGINE = load();

    private static Engine load() {
      boolean linux = System.getProperty("os.name").equals("Linux");
      if (linux) {
        Native.load("c", Environment.class).setenv(VARIABLE, "PASSIVE", 0);
      }
      Engine engine = Engine.getEngine("PyTorch");
      if (linux) {
        QuietEnd.prepare();
      }
      return engine;
    }
  }

  /** The engine, loaded at the first call. */
  public static Engine get() {
    return Loaded.ENGINE;
  }
}
