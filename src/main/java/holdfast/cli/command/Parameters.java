package holdfast.cli.command;

import java.util.List;
import java.util.Map;

/** Parameters that several operations have. */
final class Parameters {
  static final Parameter SKIP_TEST =
      Parameter.onOff("skipTest", "Stores it without trying whether it works.");
  static final Parameter DELETE_CHILD_OBJECTS =
      Parameter.onOff("delete_child_objects", "Deletes the project's addons with it.");
  static final Parameter SNAPSHOT =
      Parameter.onOff("snapshot", "Gives the link where the backup is a snapshot, too.");
  static final Parameter DATABASE =
      Parameter.of(
          "database", "DATABASE", "Which database, of a backup of all databases of a server.");
  static final Parameter TARGET_DATABASE =
      Parameter.of(
          "targetDatabase",
          "DATABASE",
          "Which database is replaced, where the addon is all of a server; the same unless given.");
  static final String ONLY_IF_EMPTY = "--only-if-empty";
  static final String REFUSES_THE_OCCUPIED =
      "Refuses a database that holds something; else that is replaced.";
  static final Parameter REPLACE = Parameter.off("replace", ONLY_IF_EMPTY, REFUSES_THE_OCCUPIED);
  static final Parameter SOURCE_PROJECT =
      Parameter.of(
          "sourceProjectId",
          "PROJECT",
          "The project of the addon that the backup was taken of, where it is another.");
  static final Parameter SOURCE_ADDON =
      Parameter.of(
          "sourceAddonId", "ADDON", "The addon that the backup was taken of, where it is another.");
  static final Parameter AT =
      Parameter.of(
          "at",
          "TIME",
          "The moment that is asked about, like 2027-01-31T12:00Z. Now unless given.");

  /** Of paged lists: how many items a page has, and where it begins. */
  static final List<Parameter> PAGING =
      List.of(
          Parameter.of(
              "per_page", "NUMBER", "How many items a page has, 1 to 100. 50 unless given."),
          Parameter.of("page", "NUMBER", "Which page, counted from 1."),
          Parameter.of(
              "cursor", "CURSOR", "Where a page begins: pagination.cursor of the one before."));

  /** Which lines of a log. */
  static final Parameter[] LOG = {
    Parameter.of("queryType", "TYPE", "Lines that are there, or those to come too.")
        .oneOf("range", "tail"),
    Parameter.of("startTime", "TIME", "The time of the earliest line."),
    Parameter.of("endTime", "TIME", "What all lines are earlier than."),
    Parameter.of(
        "duration", "SECONDS", "So long after the start, or before the end, or before now."),
    Parameter.of("lineLimit", "NUMBER", "At most so many lines, 1 to 10000."),
    Parameter.of("direction", "DIRECTION", "Oldest first (forward), or newest first.")
        .oneOf("forward", "backward"),
    Parameter.of("containerName", "NAME", "Lines of this one, like pg_dump or holdfast.")
        .repeatable(),
    Parameter.of("textIncludes", "TEXT", "Lines that have this text in them."),
    Parameter.of("textNotIncludes", "TEXT", "Lines that do not."),
    Parameter.of("regexIncludes", "PATTERN", "Lines in which this is found. RE2's syntax."),
    Parameter.of("regexNotIncludes", "PATTERN", "Lines in which this is not found."),
  };

  private static final Map<String, Parameter> PATH =
      Map.ofEntries(
          path("backupDestinationId", "DESTINATION", "The destination's id or name."),
          path("projectId", "PROJECT", "The project's id."),
          path("addonId", "ADDON", "The addon's id."),
          path("backupId", "BACKUP", "The backup's id."),
          path("backupUid", "UID", "The backup's uid."),
          path("restoreId", "RESTORE", "The restore's id."),
          path("scheduleId", "SCHEDULE", "The schedule's id."),
          path("roleId", "ROLE", "The role's id."),
          path("tokenId", "TOKEN_ID", "The id of the token's record; never the token."),
          path("ticket", "TICKET", "The end of a download link."));

  private Parameters() {}

  private static Map.Entry<String, Parameter> path(String name, String label, String text) {
    return Map.entry(name, Parameter.of(name, label, text));
  }

  static Parameter ofPath(String name) {
    Parameter parameter = PATH.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("a parameter without words: " + name);
    }
    return parameter;
  }
}
