package io.gradus.jobs.cli;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.util.ShutdownHookManager;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What a signal does to a command. It says in one line what became of the work, and is silent from
 * then on: what is torn down under running tasks complains in many ways, none of which is of use.
 * Then Spark cleans up, and the command has a moment to give up what it holds; on a machine so busy
 * that this takes longer than a few seconds, the process ends without. The exit code is the
 * signal's, 130 (Ctrl-C) or 143 (SIGTERM), as for any Java process.
 */
final class Interruption {
  /** Before and after Spark's hooks, whose priorities are 40 and lower. */
  private static final int FIRST = 1000;

  private static final int LAST = 0;

  /** How long a command may take to give up what it holds; in a native call it cannot. */
  private static final long PATIENCE_MILLIS = 1500;

  /** After the signal the process ends, whatever is still being cleaned up. */
  private static final long DEADLINE_MILLIS = 4000;

  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final CountDownLatch over = new CountDownLatch(1);

  /** What is needed of the C library. */
  private interface C extends Library {
    int open(String path, int flags);

    int dup2(int from, int to);

    void _exit(int status);
  }

  private Interruption() {}

  /**
   * Begins to wait for signals.
   *
   * @param command as the user asked for it
   * @param debug whether everything is to be seen
   */
  static Interruption of(Object command, Debug debug) {
    Interruption interruption = new Interruption();
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(() -> interruption.begin(command, debug), FIRST);
    hooks.addShutdownHook(interruption::await, LAST);
    if (isLinux()) {
      SIGNALS.forEach(Interruption::limit);
    }
    return interruption;
  }

  /** Lets a signal do what it did before, but not for long. */
  private static void limit(String name) {
    AtomicReference<SignalHandler> before = new AtomicReference<>(SignalHandler.SIG_IGN);
    SignalHandler limited =
        signal -> {
          Thread deadline = new Thread(() -> end(128 + signal.getNumber()), "gradus-deadline");
          deadline.setDaemon(true);
          deadline.start();
          before.get().handle(signal);
        };
    try {
      before.set(Signal.handle(new Signal(name), limited));
    } catch (IllegalArgumentException e) {
      // Java was told to leave signals alone (-Xrs).
    }
  }

  private static void end(int status) {
    C library = Native.load("c", C.class);
    try {
      Thread.sleep(DEADLINE_MILLIS);
      library._exit(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isLinux() {
    return System.getProperty("os.name").equals("Linux");
  }

  /** How much is said. */
  enum Debug {
    OFF,
    ON
  }

  /** The command has ended by itself, whatever follows. */
  void over() {
    over.countDown();
  }

  private void begin(Object command, Debug debug) {
    if (over.getCount() == 0) {
      return;
    }
    String message =
        command instanceof Interruptible interruptible ? interruptible.interrupted() : "stopped";
    // A progress bar may stand in the line.
    System.err.println((System.console() == null ? "" : "\r\033[K") + "gradus: " + message);
    if (debug == Debug.OFF && isLinux()) {
      silence();
    }
  }

  /** Standard output and error of this process lead nowhere, whoever holds them. */
  private static void silence() {
    C library = Native.load("c", C.class);
    int nowhere = library.open("/dev/null", 1);
    library.dup2(nowhere, 1);
    library.dup2(nowhere, 2);
  }

  private void await() {
    try {
      over.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
