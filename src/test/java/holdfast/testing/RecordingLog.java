package holdfast.testing;

import holdfast.model.RunLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a run said. Thread-safe. */
public final class RecordingLog implements RunLog {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void line(String container, String line) {
    lines.add(container + ": " + line);
  }

  /** Each as {@code container: line}. */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
