package holdfast.database.postgresql;

import holdfast.database.RunContext;
import holdfast.database.tool.ClientTool;
import holdfast.database.tool.Lifeline;
import holdfast.database.tool.PrivateFolder;
import holdfast.database.tool.ToolProcess;
import holdfast.model.FailureException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * pg_restore at work. It never sees the last byte before {@link #finish}, so that it cannot take a
 * stream that was given up for one that is whole.
 */
final class RestoreTool {
  private final ToolProcess process;
  private int heldBack = -1;

  private RestoreTool(ToolProcess process) {
    this.process = process;
  }

  static RestoreTool start(
      ClientTools tools, ClientTool tool, RunContext run, Placement placement, RestoreTalk talk)
      throws FailureException {
    PgUri uri = PgUri.of(run.connection());
    PrivateFolder folder =
        tools
            .privateFolders()
            .create(run.tag(), PasswordFile.NAME, PasswordFile.text(uri.password()));
    List<String> arguments = new ArrayList<>(placement.options());
    arguments.add("--no-password");
    // Else it keeps the server's warnings to itself.
    arguments.add("--verbose");
    // They would begin to follow, or block, another server's slot.
    arguments.add("--no-subscriptions");
    arguments.add(
        "--dbname="
            + ConnectionInfo.of(placement.database(), run.tag(), folder, placement.settings()));
    return new RestoreTool(
        ToolProcess.start(
            tool, Lifeline.STDOUT, folder, arguments, talk, uri.redacting(run.log())));
  }

  ToolProcess process() {
    return process;
  }

  /** Writes all but the last byte. */
  void feed(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    OutputStream out = process.stdin();
    if (heldBack >= 0) {
      out.write(heldBack);
    }
    out.write(bytes, offset, length - 1);
    heldBack = bytes[offset + length - 1] & 0xff;
  }

  /**
   * Writes the last byte and waits until it has ended.
   *
   * @return its exit status
   */
  int finish() throws IOException, InterruptedException {
    process.stdin().write(heldBack);
    process.stdin().close();
    return process.awaitExit();
  }
}
