package holdfast.cli.call;

import holdfast.cli.ExitCode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How a backup or restore has ended. */
enum RunEnd {
  COMPLETED("completed", ExitCode.OK),
  FAILED("failed", ExitCode.RUN_FAILED),
  ABORTED("aborted", ExitCode.RUN_ABORTED),
  NOT_SUPPORTED("not-supported", ExitCode.RUN_NOT_SUPPORTED);

  private final String status;
  private final int exitCode;

  RunEnd(String status, int exitCode) {
    this.status = status;
    this.exitCode = exitCode;
  }

  /** Empty while it goes on. */
  static Optional<RunEnd> of(JsonNode run) {
    String status = run.path("status").asString("");
    for (RunEnd end : values()) {
      if (end.status.equals(status)) {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }

  int exitCode() {
    return exitCode;
  }
}
