package holdfast.database.postgresql;

import holdfast.database.postgresql.DatabaseStatement.NotUnderstood;
import holdfast.database.postgresql.StatementScanner.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What an archive says of the database as a whole: grants, settings, limit, comment, labels.
 * pg_restore leaves it out, since it would have to make the database, too.
 *
 * @param properties in the archive's order
 * @param notUnderstood how the statements begin that are none of pg_dump's
 */
record DatabaseOwn(List<DatabaseProperty> properties, List<String> notUnderstood) {

  DatabaseOwn {
    properties = List.copyOf(properties);
    notUnderstood = List.copyOf(notUnderstood);
  }

  /** Reads it while the table of contents passes. */
  static final class Collector {
    /** What is kept is bounded: archives may come from elsewhere. */
    private static final int MAX_CHARACTERS = 4 << 20;

    private static final int MAX_NOT_UNDERSTOOD = 100;

    private final List<DatabaseProperty> properties = new ArrayList<>();
    private final List<String> notUnderstood = new ArrayList<>();
    private boolean standardStrings = true;
    private String database = "";
    private int characters;

    void add(ArchiveEntry entry) {
      if (entry.kind().equals("STDSTRINGS")) {
        standardStrings = !entry.definition().contains("'off'");
      } else if (entry.isCreationOfDatabase()) {
        database = entry.tag();
      } else if (entry.isOfDatabaseItself()) {
        read(entry);
      }
    }

    private void read(ArchiveEntry entry) {
      if (entry.definition().length() > MAX_CHARACTERS - characters) {
        addNotUnderstood(entry.kind() + ", which is too long");
        return;
      }
      characters += entry.definition().length();
      for (Statement statement : StatementScanner.statements(entry.definition(), standardStrings)) {
        try {
          DatabaseStatement.read(statement, database).ifPresent(properties::add);
        } catch (NotUnderstood e) {
          addNotUnderstood(statement.beginning());
        }
      }
    }

    private void addNotUnderstood(String beginning) {
      if (notUnderstood.size() < MAX_NOT_UNDERSTOOD) {
        notUnderstood.add(beginning);
      }
    }

    DatabaseOwn own() {
      return new DatabaseOwn(properties, notUnderstood);
    }
  }
}
