package io.gradus.jobs.gang;

import io.gradus.jobs.policy.PolicySlices;
import io.gradus.training.hub.WeightSink;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Brings numbers that the driver reads piece by piece to the members that own them. The driver
 * holds a few chunks at a time.
 */
final class BlockLoader implements WeightSink {
  /** Chunks that are sent together. */
  private static final int SENT = 8;

  private final JavaSparkContext spark;
  private final GangStage stage;
  private final PolicySlices slices;
  private final String what;
  private final Receiver receiver;
  private final TreeMap<Integer, float[]> full = new TreeMap<>();
  private long next;
  private float[] chunk = new float[0];
  private int filled;

  /** What a member does with a chunk that it is sent. */
  @FunctionalInterface
  interface Receiver extends Serializable {
    /**
     * Stores a chunk in this process.
     *
     * @param index of the chunk among all
     */
    void receive(int index, float[] values);
  }

  BlockLoader(
      JavaSparkContext spark,
      GangStage stage,
      PolicySlices slices,
      String what,
      Receiver receiver) {
    this.spark = spark;
    this.stage = stage;
    this.slices = slices;
    this.what = what;
    this.receiver = receiver;
  }

  @Override
  public void accept(long offset, FloatBuffer piece) {
    if (offset != next) {
      throw new IllegalStateException(
          "%s: number %d came where %d was expected".formatted(what, offset, next));
    }
    while (piece.hasRemaining()) {
      int member = slices.memberAt(next);
      int number = slices.chunkAt(next);
      if (filled == 0) {
        chunk = new float[slices.size(member, number)];
      }
      int count = Math.min(piece.remaining(), chunk.length - filled);
      piece.get(chunk, filled, count);
      filled += count;
      next += count;
      if (filled == chunk.length) {
        full.put(slices.index(member, number), chunk);
        filled = 0;
        if (full.size() == SENT) {
          send();
        }
      }
    }
  }

  /** Sends what is left, after the last piece. */
  void finish() {
    if (next != slices.length()) {
      throw new IllegalStateException(
          "%s: %d numbers came, expected %d".formatted(what, next, slices.length()));
    }
    send();
  }

  private void send() {
    if (full.isEmpty()) {
      return;
    }
    Broadcast<Map<Integer, float[]>> sent = spark.broadcast(new TreeMap<>(full));
    full.clear();
    List<Integer> members = IntStream.range(0, slices.members()).boxed().toList();
    stage.run(what, members, new Receive(slices, sent, receiver));
    sent.destroy();
  }

  /** Takes a member's chunks out of what was sent. */
  private record Receive(
      PolicySlices slices, Broadcast<Map<Integer, float[]>> sent, Receiver receiver)
      implements FlatMapFunction<Iterator<Integer>, Integer> {
    @Override
    public Iterator<Integer> call(Iterator<Integer> members) {
      int member = members.next();
      List<Integer> received = new ArrayList<>();
      for (int number = 0; number < slices.chunks(member); number++) {
        int index = slices.index(member, number);
        if (sent.value().containsKey(index)) {
          receiver.receive(index, sent.value().get(index));
          received.add(index);
        }
      }
      return received.iterator();
    }
  }
}
