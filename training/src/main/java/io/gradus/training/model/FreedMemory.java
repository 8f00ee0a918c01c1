package io.gradus.training.model;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.util.Optional;

/**
 * Gives memory that libtorch has freed back to the system, where malloc of the GNU C library would
 * keep it: packed weights and caches of sampling, which neither scoring nor learning can use well,
 * would count as the process's on top of what these need.
 */
final class FreedMemory {
  /** Models of fewer bytes leave too little behind to be worth the call. */
  private static final long WORTH_IT = 64L << 20;

  private FreedMemory() {}

  /** The C library, whose function's name this is. */
  private interface Allocator extends Library {
    @SuppressWarnings("MemberName")
    int malloc_trim(NativeLong pad);
  }

  private static final class Loaded {
    private static final Optional<Allocator> ALLOCATOR =
        System.getProperty("os.name").equals("Linux")
            ? Optional.of(Native.load("c", Allocator.class))
            : Optional.empty();
  }

  /** To be called after work that held about as much as the policy's weights. */
  static void release(Policy policy) {
    if (Float.BYTES * policy.layout().totalLength() >= WORTH_IT) {
      Loaded.ALLOCATOR.ifPresent(allocator -> allocator.malloc_trim(new NativeLong(0)));
    }
  }
}
