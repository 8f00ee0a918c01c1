package io.gradus.datasets.importing;

import io.gradus.datasets.Message;
import io.gradus.datasets.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves out the copies within one part of the rows as they are read, so that a set that holds
 * every row a hundred times takes the room of one; how many there were comes last.
 */
final class CopyFilter implements Iterator<RowOutcome> {
  private final Iterator<RawRow> rows;
  private final RowReader reader;
  private final Set<Key> seen = new HashSet<>();
  private final MessageDigest digest;
  private long copies;
  private Optional<RowOutcome> next;

  /** The first half of a SHA-256 sum of what a problem is. */
  private record Key(long high, long low) {}

  /** Reads rows, which come in order. */
  CopyFilter(Iterator<RawRow> rows, RowReader reader) {
    this.rows = rows;
    this.reader = reader;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
    this.next = advance();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public RowOutcome next() {
    RowOutcome outcome = next.orElseThrow(NoSuchElementException::new);
    next = outcome instanceof RowOutcome.Copies ? Optional.empty() : advance();
    return outcome;
  }

  private Optional<RowOutcome> advance() {
    while (rows.hasNext()) {
      RowOutcome outcome = reader.read(rows.next());
      if (!(outcome instanceof RowOutcome.Accepted accepted) || seen.add(key(accepted.problem()))) {
        return Optional.of(outcome);
      }
      copies++;
    }
    return copies == 0 ? Optional.empty() : Optional.of(new RowOutcome.Copies(copies));
  }

  private Key key(Problem problem) {
    add(problem.id());
    add(problem.prompt());
    add(problem.answer());
    for (Message message : problem.messages()) {
      add(message.role());
      add(message.content());
    }
    ByteBuffer sum = ByteBuffer.wrap(digest.digest());
    return new Key(sum.getLong(), sum.getLong());
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
