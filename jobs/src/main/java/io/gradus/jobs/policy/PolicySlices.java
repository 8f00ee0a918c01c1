package io.gradus.jobs.policy;

import java.io.Serializable;

/**
 * How a model's flat numbers are cut: into one slice a member of a gang, and each slice into
 * chunks, which are what is stored and sent.
 *
 * @param length numbers of the model
 * @param members slices, at least 1; those at the end may be empty
 * @param chunk most numbers of a chunk
 */
public record PolicySlices(long length, int members, int chunk) implements Serializable {
  /** 16 MiB of float32. */
  private static final int CHUNK = 1 << 22;

  /** Slices begin at multiples of this, so that tensors in them are aligned. */
  private static final int ALIGNMENT = 64;

  public PolicySlices {
    if (length < 1 || members < 1 || chunk < 1) {
      throw new IllegalArgumentException(
          "Cannot cut %d numbers into %d slices of chunks of %d, expected at least 1 of each"
              .formatted(length, members, chunk));
    }
  }

  /** Slices in chunks of 16 MiB. */
  public static PolicySlices of(long length, int members) {
    return new PolicySlices(length, members, CHUNK);
  }

  private long perMember() {
    long even = (length + members - 1) / members;
    return (even + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The first number of a member's slice. */
  private long from(int member) {
    return Math.min(length, member * perMember());
  }

  /** Numbers of a member's slice. */
  public long length(int member) {
    return from(member + 1) - from(member);
  }

  /** Chunks of a member's slice. */
  public int chunks(int member) {
    return Math.toIntExact((length(member) + chunk - 1) / chunk);
  }

  /** The first number of a chunk, in the flat order. */
  public long offset(int member, int number) {
    return from(member) + (long) number * chunk;
  }

  /** Numbers of a chunk. */
  public int size(int member, int number) {
    return (int) Math.min(chunk, length(member) - (long) number * chunk);
  }

  /** A number for each chunk of the model, below {@link #count}. */
  public int index(int member, int number) {
    return member * perSlice() + number;
  }

  /** More than every index. */
  public int count() {
    return members * perSlice();
  }

  private int perSlice() {
    return Math.toIntExact((perMember() + chunk - 1) / chunk);
  }

  /** The member whose slice has a number of the flat order. */
  public int memberAt(long offset) {
    return (int) (offset / perMember());
  }

  /** The chunk of that member's slice that has it. */
  public int chunkAt(long offset) {
    return (int) ((offset - from(memberAt(offset))) / chunk);
  }
}
