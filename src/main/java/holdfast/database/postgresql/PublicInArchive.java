package holdfast.database.postgresql;

import java.util.List;

/**
 * What an archive says, and what it takes for granted, of who may make something in the schema
 * {@code public}; collected while the table of contents passes.
 */
final class PublicInArchive {
  private static final int MAJOR_WITH_CLOSED_PUBLIC = 15;

  /**
   * What pg_dump 15 and newer say where everybody has all rights there, as in a new database before
   * version 15.
   */
  private static final String OPENING =
      """
      REVOKE USAGE ON SCHEMA public FROM PUBLIC;
      GRANT ALL ON SCHEMA public TO PUBLIC;
      """;

  private boolean isNamed;
  private boolean hasRights;
  private boolean isOpened;
  private boolean isOpenedAlone;

  void add(ArchiveEntry entry) {
    isNamed |= entry.isPublic();
    hasRights |= entry.kind().equals("ACL") || entry.kind().equals("DEFAULT ACL");
    if (entry.isRightsOnPublic()) {
      isOpened |= letsEverybodyIn(entry.definition());
      isOpenedAlone |= entry.isDefinedAs(OPENING);
    }
  }

  /** Whether it gives all rights there to everybody, and none to anybody besides. */
  boolean isOpenedAlone() {
    return isOpenedAlone;
  }

  /** Whether not everybody could make something there. */
  boolean isClosed(ArchiveHeader header) {
    return isTakenForClosed(header) && !isOpened;
  }

  /**
   * Whether the archive gives its rights in the belief that nobody may make something there yet but
   * its owner. From pg_dump 15 on it does, of whichever server, if it has any. An imported file can
   * be without rights ({@code --no-acl}), or without that schema ({@code --table}), and then says
   * nothing of it; what is not compressed is most likely our own, which always is whole.
   */
  boolean isTakenForClosed(ArchiveHeader header) {
    boolean isOfAll = isNamed || header.serverMajor() >= MAJOR_WITH_CLOSED_PUBLIC;
    return header.toolMajor() >= MAJOR_WITH_CLOSED_PUBLIC
        && (!header.isCompressed() || (hasRights && isOfAll));
  }

  /** As in {@code GRANT ALL ON SCHEMA public TO PUBLIC}. */
  private static boolean letsEverybodyIn(String sql) {
    for (StatementScanner.Statement statement : StatementScanner.statements(sql, true)) {
      List<String> words = statement.tokens().stream().map(StatementScanner.Token::text).toList();
      int to = words.indexOf("TO");
      if (words.indexOf("GRANT") == 0
          && to > 0
          && to + 1 < words.size()
          && words.get(to + 1).equals("PUBLIC")
          && (words.contains("CREATE") || words.contains("ALL"))) {
        return true;
      }
    }
    return false;
  }
}
