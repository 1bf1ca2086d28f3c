package holdfast.engine;

import holdfast.catalog.AttemptPath;
import holdfast.catalog.BackupStore.CopyOutcome;
import holdfast.model.Backup;
import holdfast.model.Failure;
import holdfast.model.FailureException;
import holdfast.pipeline.Sink;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * All copies of a backup as one place to write to: the database is read and compressed once. They
 * take one stream after another. A copy that fails leaves the others alone; when none is left, the
 * first failure is thrown.
 */
final class CopySet implements AutoCloseable {
  private final List<CopyWriter> copies;

  private CopySet(List<CopyWriter> copies) {
    this.copies = List.copyOf(copies);
  }

  /**
   * Begins all copies of a claimed backup.
   *
   * @param known of this backup, read just now
   * @throws FailureException what failed first, when none could be begun
   */
  static CopySet open(Backup backup, Known known, Facilities facilities, RunJournal journal)
      throws FailureException {
    String path = AttemptPath.of(backup);
    CopySet copies =
        new CopySet(
            backup.copies().stream().map(copy -> new CopyWriter(copy, path, journal)).toList());
    copies.copies.forEach(copy -> copy.open(facilities, known));
    try {
      copies.requireOne();
      return copies;
    } catch (FailureException none) {
      copies.close();
      throw none;
    }
  }

  /**
   * Begins the next stream; the one before has to be closed.
   *
   * @param folder within the attempt's, with a slash at its end; empty for the attempt's own
   * @param suffix of the stored objects' names
   */
  Sink begin(String folder, String suffix) {
    copies.forEach(copy -> copy.begin(folder, suffix));
    return new Stream();
  }

  private final class Stream implements Sink {
    @Override
    public void write(byte[] bytes, int offset, int length) throws FailureException {
      for (CopyWriter copy : copies) {
        copy.write(bytes, offset, length);
      }
      requireOne();
    }

    @Override
    public void finish() throws FailureException {
      copies.forEach(CopyWriter::commit);
      requireOne();
    }

    @Override
    public void close() {
      copies.forEach(CopyWriter::abandon);
    }
  }

  /** Reads back what was stored; of a thousand databases that takes a while. */
  void verify() throws FailureException {
    copies.forEach(CopyWriter::verify);
    requireOne();
  }

  /** Makes each copy that is left a backup. */
  void publish(Function<CopyWriter, Manifest> manifest) throws FailureException {
    for (CopyWriter copy : copies) {
      copy.publish(() -> manifest.apply(copy).toJson());
    }
    requireOne();
  }

  List<CopyOutcome> outcomes() {
    return copies.stream().map(CopyWriter::outcome).toList();
  }

  private void requireOne() throws FailureException {
    if (copies.stream().noneMatch(CopyWriter::isLive)) {
      Failure first =
          copies.stream()
              .map(CopyWriter::failure)
              .filter(Objects::nonNull)
              .findFirst()
              .orElseThrow();
      throw new FailureException(first, null);
    }
  }

  @Override
  public void close() {
    copies.forEach(CopyWriter::close);
  }
}
