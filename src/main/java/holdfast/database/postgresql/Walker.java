package holdfast.database.postgresql;

import holdfast.database.tool.ToolDump;
import holdfast.model.FailureException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Follows the bytes of a backup while they pass, and knows whether they were whole. */
interface Walker {

  /** Takes the next bytes. */
  void accept(byte[] bytes, int offset, int length) throws MalformedArchive;

  /** Why the backup would not be whole if it ended here; empty if it would. */
  Optional<String> missing();

  /** What is known of one that is whole, for its manifest. */
  Map<String, String> details();

  /** The same for a stream that fails with what is made of a malformed archive. */
  default ToolDump.Walker failingWith(Function<MalformedArchive, FailureException> failure) {
    return new ToolDump.Walker() {
      @Override
      public void accept(byte[] bytes, int offset, int length) throws FailureException {
        try {
          Walker.this.accept(bytes, offset, length);
        } catch (MalformedArchive e) {
          throw failure.apply(e);
        }
      }

      @Override
      public Optional<String> missing() {
        return Walker.this.missing();
      }

      @Override
      public Map<String, String> details() {
        return Walker.this.details();
      }
    };
  }
}
