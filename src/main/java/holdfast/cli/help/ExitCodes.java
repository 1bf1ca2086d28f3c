package holdfast.cli.help;

import holdfast.cli.ExitCode;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each exit code says, in words. */
public final class ExitCodes {
  public static final SortedMap<Integer, String> ALL = all();

  private ExitCodes() {}

  private static SortedMap<Integer, String> all() {
    SortedMap<Integer, String> all = new TreeMap<>();
    all.put(ExitCode.OK, "It is done.");
    all.put(ExitCode.FAILED, "It failed for a reason that no other code stands for.");
    all.put(ExitCode.USAGE, "What was typed cannot be done, or the server finds it invalid.");
    all.put(ExitCode.UNREACHABLE, "No server answers.");
    all.put(
        ExitCode.DENIED,
        "There is no token, the server does not know it, or it does not allow this.");
    all.put(ExitCode.NOT_FOUND, "What was named is not there.");
    all.put(
        ExitCode.CONFLICT, "Not now: a name is taken, something is in use, or in another state.");
    all.put(
        ExitCode.LATER, "Too many requests, or a server that cannot serve now: try again later.");
    all.put(ExitCode.RUN_FAILED, "The backup or restore that was waited for has failed.");
    all.put(ExitCode.RUN_ABORTED, "It was aborted.");
    all.put(ExitCode.RUN_NOT_SUPPORTED, "The database server cannot give such a backup.");
    all.put(ExitCode.RUN_NOT_ENDED, "The time of --timeout is up; it goes on at the server.");
    return Collections.unmodifiableSortedMap(all);
  }
}
