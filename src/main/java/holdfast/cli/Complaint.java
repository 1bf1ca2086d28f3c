package holdfast.cli;

import holdfast.cli.output.Plain;
import holdfast.cli.remote.ApiException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a command could not do its work, as its user reads it.
 *
 * @param lines a line for what happened, further ones for what is wrong where, and what to do
 */
record Complaint(int exitCode, List<String> lines) {

  static Complaint of(CommandException e, String usage) {
    List<String> lines = new ArrayList<>();
    lines.add(String.valueOf(e.getMessage()));
    if (!e.hint().isEmpty()) {
      lines.add(e.hint());
    } else if (e.exitCode() == ExitCode.USAGE) {
      lines.add("See: " + usage);
    }
    return new Complaint(e.exitCode(), lines);
  }

  static Complaint of(IOException e) {
    return switch (e) {
      case ApiException refusal -> of(refusal);
      case ConnectException ignored -> of(unreachable("the server", e), "");
      case HttpTimeoutException ignored -> of(unreachable("the server", e), "");
      default -> new Complaint(ExitCode.FAILED, List.of(String.valueOf(e.getMessage())));
    };
  }

  static CommandException unreachable(String host, IOException e) {
    String why = e instanceof HttpTimeoutException ? "does not answer in time" : "does not answer";
    return new CommandException(
        ExitCode.UNREACHABLE,
        "%s %s".formatted(host, why),
        "Start a server with: holdfast server - or choose another one with: holdfast login --host URL");
  }

  private static Complaint of(ApiException e) {
    List<String> lines = new ArrayList<>();
    String code = e.code().isEmpty() ? "" : " " + e.code();
    lines.add("%d%s: %s".formatted(e.status(), code, e.getMessage()));
    e.details().forEach(it -> lines.add("  " + it));
    String hint = hint(e);
    if (!hint.isEmpty()) {
      lines.add(hint);
    }
    return new Complaint(exitCode(e.status()), lines);
  }

  private static int exitCode(int status) {
    return switch (status) {
      case 400, 413 -> ExitCode.USAGE;
      case 401, 403 -> ExitCode.DENIED;
      case 404 -> ExitCode.NOT_FOUND;
      case 409 -> ExitCode.CONFLICT;
      case 429, 503 -> ExitCode.LATER;
      default -> ExitCode.FAILED;
    };
  }

  private static String hint(ApiException e) {
    return switch (e.status()) {
      case 401 -> "The server does not know your token. Log in again with: holdfast login";
      case 403 -> "Ask for a token of a role that allows it; see docs/access.md.";
      case 429 -> "Try again in %d s.".formatted(e.retryAfterSeconds());
      case 500 -> "The server's log says more.";
      default -> "";
    };
  }

  /** Answers the exit code. */
  int to(PrintStream err) {
    err.println("holdfast: " + Plain.oneLine(lines.getFirst()));
    lines.stream().skip(1).forEach(line -> err.println(Plain.oneLine(line)));
    return exitCode;
  }
}
