package holdfast.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The options of a command that calls an operation, made from the operation. */
public final class CallFlags {
  public static final Flag OUTPUT =
      Flag.of("--output", "FORMAT", "How the answer is shown: table unless given.")
          .orShort("-o")
          .oneOf("table", "json", "yaml", "csv", "name");
  public static final Flag CONTEXT =
      Flag.of("--context", "NAME", "The server to call: one that you have logged in to.");
  public static final Flag INPUT =
      Flag.of(
          "--input",
          "JSON",
          "The request's body, as JSON or YAML; @FILE reads a file, - reads stdin.");
  public static final Flag FILE =
      Flag.of("--file", "FILE", "A file with the request's body, as JSON or YAML; - is stdin.")
          .orShort("-f");
  public static final Flag ALL = Flag.onOff("--all", "All pages, one after the other.");
  public static final Flag LIMIT =
      Flag.of("--limit", "NUMBER", "At most so many items, of as many pages as it takes.");
  public static final Flag WATCH = Flag.onOff("--watch", "Shows it again and again, until Ctrl-C.");
  public static final Flag EVERY =
      Flag.of("--every", "SECONDS", "How often --watch looks; 2 unless given.");
  public static final Flag WAIT =
      Flag.onOff(
          "--wait", "Waits until it has ended, shows how far it is, and exits by how it ended.");
  public static final Flag TIMEOUT =
      Flag.of(
          "--timeout", "SECONDS", "How long --wait waits at most. It goes on at the server then.");
  public static final Flag FOLLOW =
      Flag.onOff("--follow", "Goes on with lines that are to come, until the run has ended.");
  public static final Flag TO =
      Flag.of(
          "--to", "FILE", "Where it is kept; - is stdout. Named as the server says unless given.");
  public static final Flag FORCE = Flag.onOff("--force", "Replaces a file that is there.");
  public static final Flag UNPACK =
      Flag.of(
          "--unpack",
          "FOLDER",
          "Unpacks a snapshot of PostgreSQL into this folder, which a server starts from.");

  /** Of a download, which needs no parameter of its operation but this. */
  public static final Flag DATABASE = Parameters.DATABASE.flag();

  /** What a download is named by, other than by a link's ticket. */
  private static final List<Parameter> DOWNLOAD =
      Stream.of("projectId", "addonId", "backupId").map(Parameters::ofPath).toList();

  private CallFlags() {}

  /** What can be given without an option, in this order. */
  public static List<Parameter> operands(Operation operation) {
    return operation.view() instanceof View.Download ? DOWNLOAD : operation.pathParameters();
  }

  /** All parameters in the query, those of paging included. */
  public static List<Parameter> query(Operation operation) {
    List<Parameter> query = new ArrayList<>(operation.query());
    if (operation.isPaged()) {
      query.addAll(Parameters.PAGING);
    }
    return query;
  }

  static List<Flag> of(Operation operation) {
    List<Flag> flags = new ArrayList<>();
    operands(operation).forEach(it -> flags.add(it.flag()));
    if (operation.view() instanceof View.Download) {
      operation.pathParameters().forEach(it -> flags.add(it.flag()));
      flags.addAll(List.of(DATABASE, TO, FORCE, UNPACK, CONTEXT));
      return flags;
    }
    operation.body().fields().forEach(it -> flags.add(it.flag()));
    if (operation.body().isTaken()) {
      flags.addAll(List.of(FILE, INPUT));
    }
    query(operation).forEach(it -> flags.add(it.flag()));
    flags.addAll(ofKind(operation));
    flags.add(CONTEXT);
    if (!(operation.view() instanceof View.Text)) {
      flags.add(OUTPUT);
    }
    return flags;
  }

  private static List<Flag> ofKind(Operation operation) {
    if (operation.view() instanceof View.LogLines) {
      return List.of(FOLLOW);
    }
    if (!operation.isRead()) {
      return operation.run() == Run.NONE ? List.of() : List.of(WAIT, TIMEOUT);
    }
    if (operation.view() instanceof View.Text) {
      return List.of();
    }
    return operation.isPaged() ? List.of(ALL, LIMIT, WATCH, EVERY) : List.of(WATCH, EVERY);
  }
}
