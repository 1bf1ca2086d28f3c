package holdfast.cli.call;

import holdfast.cli.Arguments;
import holdfast.cli.CommandException;
import holdfast.cli.ExitCode;
import holdfast.cli.Shell;
import holdfast.cli.command.CallFlags;
import holdfast.cli.command.Operation;
import holdfast.cli.command.Run;
import holdfast.cli.command.View;
import holdfast.cli.output.OutputFormat;
import holdfast.cli.output.Printer;
import holdfast.cli.output.Sink;
import holdfast.cli.remote.ApiClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Calls an operation and shows its answer. */
public final class OperationCall {
  private static final Duration WATCH_EVERY = Duration.ofSeconds(2);
  private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

  private final ApiClient api;
  private final Operation operation;
  private final Arguments arguments;
  private final Shell shell;

  public OperationCall(ApiClient api, Operation operation, Arguments arguments, Shell shell) {
    this.api = api;
    this.operation = operation;
    this.arguments = arguments;
    this.shell = shell;
  }

  /** The exit code. */
  public int run() throws CommandException, IOException, InterruptedException {
    if (operation.view() instanceof View.Download) {
      return new Downloading(api, operation, arguments, shell).run();
    }
    Request request = Request.of(operation, arguments, shell);
    if (arguments.has(CallFlags.WATCH)) {
      return watch(request);
    }
    if (arguments.has(CallFlags.FOLLOW)) {
      return new Following(api, request, printer().logLines()).follow();
    }
    return arguments.has(CallFlags.WAIT) ? startAndWait(request) : once(request);
  }

  /** Until the process is ended. */
  private int watch(Request request) throws CommandException, IOException, InterruptedException {
    Duration pause =
        arguments.positive(CallFlags.EVERY).map(Duration::ofSeconds).orElse(WATCH_EVERY);
    while (true) {
      JsonNode answer = firstPage(request);
      shell.out().print(shell.terminal().output() ? CLEAR : "");
      show(request, answer);
      if (shell.out().checkError()) {
        return ExitCode.OK;
      }
      Thread.sleep(pause);
    }
  }

  private int once(Request request) throws CommandException, IOException, InterruptedException {
    if (operation.view() instanceof View.Text) {
      shell.out().print(api.text(operation.method(), request.pathAndQuery(), null));
      return ExitCode.OK;
    }
    return show(request, operation.isPaged() ? firstPage(request) : answer(request));
  }

  private JsonNode firstPage(Request request)
      throws CommandException, IOException, InterruptedException {
    return operation.isPaged()
        ? api.get(request.pathWith(Pages.firstQuery(request, arguments)))
        : answer(request);
  }

  private JsonNode answer(Request request) throws IOException, InterruptedException {
    return api.call(operation.method(), request.pathAndQuery(), request.bodyText());
  }

  private int startAndWait(Request request)
      throws CommandException, IOException, InterruptedException {
    Set<String> before = operation.run() == Run.IMPORT ? RunLook.newest(api, request) : Set.of();
    JsonNode started = answer(request).path("data");
    RunLook look =
        operation.run() == Run.IMPORT
            ? RunLook.ofImport(api, request, before)
            : RunLook.ofStarted(api, request, started);
    Duration limit = arguments.positive(CallFlags.TIMEOUT).map(Duration::ofSeconds).orElse(null);
    JsonNode run = new Waiting(shell, limit).forEnd(look);
    printer().thing(run, "/id");
    return RunEnd.of(run).map(RunEnd::exitCode).orElse(ExitCode.RUN_NOT_ENDED);
  }

  private int show(Request request, JsonNode answer)
      throws CommandException, IOException, InterruptedException {
    JsonNode data = answer.path("data");
    switch (operation.view()) {
      case View.Items items -> showItems(request, items, answer);
      case View.Thing thing -> {
        printer().thing(data, thing.name());
        suggest(Template.filled(request.words(thing.then()), name -> data.path(name).asString("")));
      }
      case View.Done done -> showDone(request, done, data);
      case View.LogLines ignored -> showLog(answer);
      case View.Text ignored -> shell.out().print(data);
      case View.Download ignored -> throw new IllegalStateException("it is no answer in JSON");
    }
    shell.out().flush();
    // What was tried and does not work is an answer like any other, but no success.
    return data.path("ok").asBoolean(true) ? ExitCode.OK : ExitCode.FAILED;
  }

  private void showItems(Request request, View.Items view, JsonNode answer)
      throws CommandException, IOException, InterruptedException {
    boolean isWalk = arguments.has(CallFlags.ALL) || arguments.has(CallFlags.LIMIT);
    if (printer().isDocument() && !isWalk) {
      printer().document(answer.path("data"));
      return;
    }
    // Documents have the shape of a page: a row for each inner thing is for people.
    View.Items shape =
        printer().isDocument()
            ? new View.Items(view.member(), "", view.columns(), view.name(), "")
            : view;
    Sink sink = printer().items(view.member(), view.columns(), view.name());
    boolean hasMore = new Pages(api, request, shape, shell).walk(answer, arguments, sink);
    sink.end();
    if (sink.isEmpty()) {
      tellOfNothing(request, view);
    } else if (hasMore && !isWalk && format() == OutputFormat.TABLE) {
      shell.err().println("There are more: --all shows them, --limit NUMBER so many.");
    }
  }

  private void tellOfNothing(Request request, View.Items view) {
    if (format() == OutputFormat.TABLE) {
      shell.err().println("There are none yet.");
      suggest(request.words(view.whenEmpty()));
    }
  }

  private void showDone(Request request, View.Done done, JsonNode data) {
    if (format() == OutputFormat.TABLE) {
      shell.out().println(request.words(done.text()));
    } else if (printer().isDocument()) {
      printer().document(data);
    }
  }

  private void showLog(JsonNode answer) throws IOException {
    if (printer().isDocument()) {
      printer().document(answer.path("data"));
      return;
    }
    Sink sink = printer().logLines();
    for (JsonNode line : answer.path("data")) {
      sink.add(line);
    }
    sink.end();
    boolean isLimited = arguments.options().containsKey("--line-limit");
    if (answer.at("/pagination/hasNextPage").asBoolean(false) && !isLimited) {
      shell
          .err()
          .println(
              "There is more: --line-limit shows up to 10000 lines, --start-time goes on from a time.");
    }
  }

  /** What to type next, for people. */
  private void suggest(String next) {
    if (!next.isEmpty() && format() == OutputFormat.TABLE) {
      shell.err().println("Next: " + next);
    }
  }

  private Printer printer() {
    return new Printer(format(), shell.terminal(), shell.out(), shell.clock().instant());
  }

  private OutputFormat format() {
    return OutputFormat.of(arguments.one(CallFlags.OUTPUT).orElse("table"));
  }
}
