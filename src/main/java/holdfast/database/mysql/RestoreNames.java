package holdfast.database.mysql;

import holdfast.model.RunTag;
import java.util.List;
import java.util.stream.Stream;

/** What the schemas are called that a restore makes; they say whose they are. */
record RestoreNames(RunTag tag) {
  /** What all of them match, and nothing else should: a regular expression. */
  static final String PATTERN = "^holdfast_[0-9a-f]{8}_";

  private static final String REPLACED = "_old";
  private static final String JOURNAL = "_swap";

  /** The schema that the backup is restored into. */
  String fresh() {
    return tag.sessionName();
  }

  /** Where the target's tables go that are replaced. */
  String replaced() {
    return tag.sessionName() + REPLACED;
  }

  /** Where the swap's journal is, and the table whose name says whether it has happened. */
  String journal() {
    return tag.sessionName() + JOURNAL;
  }

  /** All three; the journal last, for it knows of the others. */
  List<String> all() {
    return List.of(fresh(), replaced(), journal());
  }

  /** The names of the tag's attempt and of those before. */
  static List<RestoreNames> upTo(RunTag tag) {
    return Stream.iterate(1, attempt -> attempt <= tag.attempt(), attempt -> attempt + 1)
        .map(attempt -> new RestoreNames(new RunTag(tag.instanceId(), tag.runId(), attempt)))
        .toList();
  }
}
