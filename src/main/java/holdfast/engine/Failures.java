package holdfast.engine;

import holdfast.catalog.CatalogException;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was thrown says to the person who asked for the run. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * The failure that ends the run. A failure of the catalog does not end it: it is thrown on, so
   * that the run is taken up again when the catalog is back.
   *
   * @param broken what an I/O failure that nobody has named means in this run
   */
  static Failure of(Throwable e, FailureCode broken) {
    return switch (e) {
      case CatalogException catalogIsGone -> throw catalogIsGone;
      case FailureException known -> known.failure();
      case IOException unnamed ->
          new Failure(
              broken,
              "the stream of the backup broke: " + unnamed.getMessage(),
              "The log of the run tells more.");
      case OutOfMemoryError tooSmall ->
          outOfMemory(broken.mayPass() ? broken : FailureCode.INTERNAL);
      default -> unexpected(e);
    };
  }

  /**
   * What the run has held is free again by then. It may have been another run whose huge row left
   * too little for it, so that what may be tried again is.
   */
  private static Failure outOfMemory(FailureCode code) {
    return new Failure(
        code,
        "this server has too little memory for it: it takes %d MB at most for what all runs hold at a time, a row of a database say"
            .formatted(Runtime.getRuntime().maxMemory() >> 20),
        "Start the server with more, JAVA_OPTS=-Xmx4g for example, and start the run again.");
  }

  private static Failure unexpected(Throwable e) {
    String reference = UUID.randomUUID().toString();
    LOG.error("a run failed unexpectedly and ends failed; reference {}", reference, e);
    return new Failure(
        FailureCode.INTERNAL,
        "something went wrong inside Holdfast, reference " + reference,
        "Look for the reference in the server's log, and report it.");
  }
}
