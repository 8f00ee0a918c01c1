package io.gradus.jobs.policy;

import io.gradus.training.model.Compute;
import io.gradus.training.model.Policy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The policies that this JVM holds: of every slot, device and number type the newest version asked
 * for, shared by all tasks whatever their number of threads. A version gives way when a task asks
 * for another, and is freed when the last task that uses it is done.
 */
public final class ExecutorPolicies {
  private static final Map<String, Slot> SLOTS = new ConcurrentHashMap<>();

  private ExecutorPolicies() {}

  /** A policy in use; closing it gives it back. */
  public static final class Lease implements AutoCloseable {
    private final Slot slot;
    private final Held held;
    private final Policy view;

    private Lease(Slot slot, Held held, Policy view) {
      this.slot = slot;
      this.held = held;
      this.view = view;
    }

    public Policy policy() {
      return view;
    }

    @Override
    public void close() {
      if (view != held.policy) {
        view.close();
      }
      slot.giveBack(held);
    }
  }

  /** Borrows a version, loading it if this JVM does not hold it. */
  public static Lease borrow(PolicyVersion version, Compute compute) {
    String key = version.slot() + "|" + compute.device() + "|" + compute.dtype();
    return SLOTS.computeIfAbsent(key, k -> new Slot()).borrow(version, compute);
  }

  /** Frees what this JVM holds of slots whose names begin so, as far as no task uses it. */
  public static void release(String slotPrefix) {
    SLOTS.forEach(
        (key, slot) -> {
          if (key.startsWith(slotPrefix)) {
            slot.retire();
          }
        });
  }

  private static final class Held {
    private final String version;
    private final Policy policy;
    private int users;
    private boolean retired;

    Held(String version, Policy policy) {
      this.version = version;
      this.policy = policy;
    }
  }

  private static final class Slot {
    private Held current;

    synchronized Lease borrow(PolicyVersion version, Compute compute) {
      if (current == null || !current.version.equals(version.version())) {
        retire();
        current = new Held(version.version(), version.source().load(compute));
      }
      Policy whole = current.policy;
      Policy view = whole.compute().equals(compute) ? whole : whole.view(compute);
      current.users++;
      return new Lease(this, current, view);
    }

    synchronized void giveBack(Held held) {
      held.users--;
      free(held);
    }

    synchronized void retire() {
      if (current != null) {
        current.retired = true;
        free(current);
        current = null;
      }
    }

    private static void free(Held held) {
      if (held.retired && held.users == 0) {
        held.policy.close();
      }
    }
  }
}
