package holdfast.cli.call;

import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.output.Sink;
import holdfast.cli.remote.ApiClient;
import holdfast.cli.remote.Tail;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Follows the log of a run until the run has ended, and its last lines have come. */
record Following(ApiClient api, Request request, Sink sink) {
  /** A server sends what is said within a second. */
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  /** Answers by how the run has ended. */
  int follow() throws CommandException, IOException, InterruptedException {
    RunLook run = RunLook.ofLog(api, request);
    // What is not there is said with the exit code that it has everywhere.
    run.look();
    try (Tail tail = api.tail(request.pathWith(query()))) {
      Optional<RunEnd> end = Optional.empty();
      while (true) {
        @Nullable List<JsonNode> lines = tail.next(PATIENCE);
        if (lines == null) {
          break;
        }
        for (JsonNode line : lines) {
          sink.add(line);
        }
        sink.endPage();
        // Asked only when nothing comes; and what was said before its end comes before silence.
        if (lines.isEmpty() && end.isPresent()) {
          break;
        }
        if (lines.isEmpty()) {
          end = RunEnd.of(run.look());
        }
      }
    }
    sink.end();
    return RunEnd.of(run.look()).map(RunEnd::exitCode).orElse(ExitCode.OK);
  }

  private List<String> query() {
    List<String> query = new ArrayList<>(request.query());
    query.removeIf(it -> it.startsWith("queryType="));
    query.add("queryType=tail");
    return query;
  }
}
