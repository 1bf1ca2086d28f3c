package holdfast.testing;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Asks a call that must fail how it failed. */
public final class Failures {

  /** A call that may fail. */
  @FunctionalInterface
  public interface Call {
    void run() throws IOException;
  }

  private Failures() {}

  public static Failure of(Call call) {
    try {
      call.run();
    } catch (FailureException failed) {
      return failed.failure();
    } catch (IOException other) {
      throw new AssertionError("failed with something else", other);
    }
    throw new AssertionError("did not fail");
  }

  public static FailureCode codeOf(Call call) {
    return of(call).code();
  }

  /** For lambdas that may not throw. */
  public static void unchecked(Call call) {
    try {
      call.run();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
