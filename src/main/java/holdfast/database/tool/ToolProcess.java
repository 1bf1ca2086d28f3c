package holdfast.database.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.RunLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A client tool that runs against a database, on its lifeline. Its stderr goes to the run's log
 * line by line. Thread-safe but for the streams.
 */
public final class ToolProcess {
  private static final Duration GRACE = Duration.ofSeconds(8);
  private static final Duration FORCED = Duration.ofSeconds(10);
  private static final List<String> INHERITED_VARIABLES = List.of("PATH", "HOME", "TMPDIR");

  private final String name;
  private final Lifeline lifeline;
  private final PrivateFolder folder;
  private final Process process;
  private final Thread listener;
  private final LastWords words = new LastWords();

  private ToolProcess(
      String name, Lifeline lifeline, PrivateFolder folder, Process process, Ear ear) {
    this.name = name;
    this.lifeline = lifeline;
    this.folder = folder;
    this.process = process;
    this.listener = start(name + "-stderr", () -> listen(ear));
  }

  private record Ear(Hearing hearing, RunLog log) {}

  /** Starts a tool. Its arguments must hold no secrets: any user of this machine can read them. */
  public static ToolProcess start(
      ClientTool tool, Lifeline lifeline, PrivateFolder folder, List<String> arguments, RunLog log)
      throws FailureException {
    return start(tool, lifeline, folder, arguments, new Ear(List::of, log));
  }

  /** The same with a tool that says more than is for people. */
  public static ToolProcess start(
      ClientTool tool,
      Lifeline lifeline,
      PrivateFolder folder,
      List<String> arguments,
      Hearing hearing,
      RunLog log)
      throws FailureException {
    return start(tool, lifeline, folder, arguments, new Ear(hearing, log));
  }

  private static ToolProcess start(
      ClientTool tool, Lifeline lifeline, PrivateFolder folder, List<String> arguments, Ear ear)
      throws FailureException {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("/bin/sh", "-c", lifeline.script(), "holdfast", folder.path().toString()));
    command.add(tool.path().toString());
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      setEnvironment(builder.environment());
      ToolProcess started = new ToolProcess(tool.name(), lifeline, folder, builder.start(), ear);
      started.drainHeartbeats();
      return started;
    } catch (IOException e) {
      folder.delete();
      throw new FailureException(
          FailureCode.TOOL_MISSING,
          "cannot start " + tool.path() + ": " + e.getMessage(),
          "Check that this machine has processes and memory left, and the tool is not broken.");
    }
  }

  /** What the tool writes; only on the lifeline {@link Lifeline#STDIN}. */
  public InputStream stdout() {
    return process.getInputStream();
  }

  /** What the tool reads; only on the lifeline {@link Lifeline#STDOUT}. */
  public OutputStream stdin() {
    return process.getOutputStream();
  }

  /** The last lines of the tool's stderr, on one line. Complete once the tool has ended. */
  public String lastWords() {
    return words.toString();
  }

  /** Waits for the tool's end for as long as it takes; then nothing of it is left. */
  public int awaitExit() throws InterruptedException {
    int status = process.waitFor();
    afterEnd();
    return status;
  }

  /** Whether the tool has ended by itself within this time. */
  public boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends the tool if it still runs, and waits until it is gone. Asks first: a tool that is asked
   * cancels what its session does at the server. Any number of times.
   */
  public void end() {
    boolean interrupted = Thread.interrupted();
    List<ProcessHandle> all = process.descendants().toList();
    try {
      cutLifeline();
      if (!endsWithin(GRACE)) {
        process.destroyForcibly();
        process.waitFor(FORCED.toMillis(), TimeUnit.MILLISECONDS);
      }
      destroyForcibly(all);
      afterEnd();
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
      destroyForcibly(all);
    } finally {
      closeQuietly(process.getInputStream());
      closeQuietly(process.getOutputStream());
      folder.delete();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Also what a tool has started that is a script: it would hold the pipe that we read. */
  private static void destroyForcibly(List<ProcessHandle> all) {
    all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }

  private void cutLifeline() {
    switch (lifeline) {
      case STDIN -> closeQuietly(process.getOutputStream());
      case STDOUT -> process.descendants().forEach(ProcessHandle::destroy);
    }
  }

  private void afterEnd() throws InterruptedException {
    listener.join(GRACE);
    folder.delete();
  }

  private void drainHeartbeats() {
    if (lifeline == Lifeline.STDOUT) {
      start(
          name + "-heartbeat",
          () -> {
            try {
              process.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
              return; // The tool was ended.
            }
          });
    }
  }

  /**
   * A platform thread: a virtual one that waits for a pipe keeps its carrier, and as many tools as
   * there are cores have stopped every other virtual thread, those of HTTP among them.
   */
  private static Thread start(String name, Runnable reader) {
    return Thread.ofPlatform().daemon().name(name).start(reader);
  }

  private void listen(Ear ear) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        ear.hearing().heard(line).forEach(heard -> hear(heard, ear.log()));
      }
    } catch (IOException e) {
      String end = "(its messages end here: " + e.getMessage() + ")";
      hear(end, ear.log());
    }
  }

  private void hear(String line, RunLog log) {
    words.add(line);
    log.line(name, line);
  }

  /** Nothing of ours or of the user's profile that a client library would take for a setting. */
  private static void setEnvironment(Map<String, String> environment) {
    environment.keySet().retainAll(INHERITED_VARIABLES);
    environment.put("LC_ALL", "C");
  }

  private static void closeQuietly(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      return; // What was not flushed into a tool that is being ended is of no interest.
    }
  }
}
