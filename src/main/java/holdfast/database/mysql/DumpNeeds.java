package holdfast.database.mysql;

import holdfast.database.tool.ClientTool;
import java.sql.SQLException;

/**
 * What a database needs of the tool that dumps it: what a tool does not know it leaves out, or
 * writes so that no server takes it back, and ends well.
 *
 * @param hasHistory whether there are rows of former days, which older tools leave out
 * @param hasVectors whether there are columns of MySQL that MariaDB's tool takes for texts
 */
record DumpNeeds(MysqlServer server, boolean hasHistory, boolean hasVectors) {
  /** The oldest of MariaDB's that a test has shown to bring everything else. */
  private static final Integer[] OLDEST = {10, 5};

  /** Since this version tools and servers of MariaDB know how to dump what rows were before. */
  private static final Integer[] WITH_HISTORY = {10, 11};

  private static final String HAS_HISTORY =
      """
      SELECT EXISTS (SELECT 1 FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'SYSTEM VERSIONED')
      """;

  private static final String HAS_VECTORS =
      """
      SELECT EXISTS (SELECT 1 FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = DATABASE() AND DATA_TYPE = 'vector')
      """;

  /** Looks at the database that the session is in. */
  static DumpNeeds of(MysqlSession session, MysqlServer server) throws SQLException {
    boolean isMariaDb = server.isMariaDb();
    return new DumpNeeds(
        server,
        isMariaDb && server.isAtLeast(WITH_HISTORY) && session.truth(HAS_HISTORY),
        !isMariaDb && session.truth(HAS_VECTORS));
  }

  boolean areMetByMariaDbs(ClientTool tool) {
    Version version = Version.of(tool.version());
    return !hasVectors
        && version.isAtLeast(OLDEST)
        && (!hasHistory || version.isAtLeast(WITH_HISTORY));
  }

  /** Since 9 it cannot log in as servers before 8 have it. */
  boolean areMetByMysqls(ClientTool tool) {
    return !server.isMariaDb()
        && Version.of(tool.version()).isAtLeast(series())
        && (server.isAtLeast(8) || tool.major() < 9);
  }

  /** The first two numbers of the server's version: what a release knows depends on them. */
  private Integer[] series() {
    return server.numbers().subList(0, 2).toArray(Integer[]::new);
  }

  /** What is needed, in words. */
  String inWords() {
    String own = "mysqldump %d.%d".formatted((Object[]) series());
    if (hasVectors) {
      return own + " or newer is needed, for VECTOR columns";
    }
    if (hasHistory) {
      return "mariadb-dump 10.11 or newer is needed, for the history of versioned tables";
    }
    return server.isMariaDb()
        ? "mariadb-dump 10.5 or newer is needed"
        : "mariadb-dump 10.5 or %s, or newer, is needed".formatted(own);
  }
}
