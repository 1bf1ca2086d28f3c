package holdfast.database.mysql;

import holdfast.database.mysql.SwapJournal.Phase;
import holdfast.database.mysql.SwapJournal.Side;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts the tables of a fresh schema in the place of the target's, by renaming all of them in one
 * statement. Neither views nor tables with triggers can be renamed into another schema, so that
 * what is no table is taken away before and made again after. Each step can be repeated, and the
 * journal says which are to be: after a crash at any point {@link #recover} makes the target
 * exactly the backup or exactly what it was. For the one session that holds the run's mark.
 */
final class SchemaSwap {
  private final MysqlSession session;
  private final String target;
  private final RestoreNames names;
  private final Consumer<String> log;
  private final SwapJournal journal;

  /**
   * @param log is told what could not be kept
   */
  SchemaSwap(MysqlSession session, String target, RestoreNames names, Consumer<String> log) {
    this.session = session;
    this.target = target;
    this.names = names;
    this.log = log;
    this.journal = new SwapJournal(session, names);
  }

  /**
   * Writes down what will change; touches nothing of the target.
   *
   * @param firing the names of the events that fire, which do not in the fresh schema
   */
  void prepare(Set<String> firing) throws SQLException {
    String collation = Schemas.collation(session, target);
    List<Definition> replaced = Definitions.of(session, target);
    List<Definition> restored =
        Definitions.of(session, names.fresh()).stream()
            .map(definition -> asInBackup(definition, firing))
            .toList();
    Schemas.create(session, names.replaced(), collation);
    journal.create(collation);
    journal.note(Side.REPLACED, Schemas.tables(session, target), replaced);
    journal.note(Side.RESTORED, Schemas.tables(session, names.fresh()), restored);
    journal.note(rightsOnRoutines(replaced));
    List<OrphanedKey> keys = OrphanedKey.of(session, names.fresh());
    journal.noteKeys(Side.REPLACED, OrphanedKey.of(session, target));
    journal.noteKeys(Side.RESTORED, keys);
    journal.set(Phase.PREPARED);
    dropAll(Definitions.of(session, names.fresh()), names.fresh());
    OrphanedKey.drop(session, names.fresh(), keys);
  }

  private List<RoutineRight> rightsOnRoutines(List<Definition> replaced) throws SQLException {
    Optional<List<RoutineRight>> rights = RoutineRight.of(session, target);
    if (rights.isEmpty() && replaced.stream().anyMatch(Definition::isRoutine)) {
      log.accept(
          "rights that somebody has on a single procedure or function (GRANT EXECUTE ON PROCEDURE ...)"
              + " go with it, and have to be given again: this user may not see them"
              + " (SELECT ON mysql.procs_priv)");
    }
    return rights.orElse(List.of());
  }

  /** Whether the plan takes nothing away. What comes into the target after it stays there. */
  boolean replacesNothing() throws SQLException {
    return journal.tables(Side.REPLACED).isEmpty() && journal.definitions(Side.REPLACED).isEmpty();
  }

  private Definition asInBackup(Definition definition, Set<String> firing) {
    if (definition.kind() == Definition.Kind.VIEW) {
      byte[] create = definition.create();
      return definition.with(ViewNames.moved(create, create.length, names.fresh(), target));
    }
    return definition.kind() == Definition.Kind.EVENT && firing.contains(definition.name())
        ? definition.with(EventStatus.enabled(definition.create()))
        : definition;
  }

  /** Does what {@link #prepare} has written down. When it fails, {@link #recover} is to follow. */
  void perform() throws SQLException {
    awaitTransactions();
    journal.set(Phase.BEGUN);
    dropAll(journal.definitions(Side.REPLACED), target);
    OrphanedKey.drop(session, target, journal.keys(Side.REPLACED));
    List<String> renames = new ArrayList<>();
    for (String table : journal.tables(Side.REPLACED)) {
      renames.add(rename(target, names.replaced(), table));
    }
    for (String table : journal.tables(Side.RESTORED)) {
      renames.add(rename(names.fresh(), target, table));
    }
    renames.add(journal.rename(SwapJournal.PENDING, SwapJournal.DONE));
    rename(renames);
    finish();
  }

  /**
   * Or what is dropped would be away for as long as it waits for them. One table at a time: the
   * server may refuse one, or want a right for it that the swap does not need.
   *
   * @throws SQLException where somebody's goes on for too long
   */
  private void awaitTransactions() throws SQLException {
    for (String table : journal.tables(Side.REPLACED)) {
      try {
        session.execute("LOCK TABLES %s WRITE".formatted(Sql.name(target, table)));
      } catch (SQLException e) {
        MysqlFailures.throwIfUntold(e);
      } finally {
        session.execute("UNLOCK TABLES");
      }
    }
  }

  /**
   * Brings a swap that did not come to its end to one.
   *
   * @return whether the target is the backup; else it is what it was
   */
  boolean recover() throws SQLException {
    return switch (journal.phase()) {
      case NONE, PREPARED, UNDONE -> false;
      case COMPLETE -> true;
      case BEGUN -> {
        if (journal.hasHappened() && couldFinish()) {
          yield true;
        }
        undo();
        yield false;
      }
    };
  }

  private boolean couldFinish() throws SQLException {
    try {
      finish();
      return true;
    } catch (SQLException e) {
      MysqlFailures.throwIfLost(e);
      return false;
    }
  }

  private void finish() throws SQLException {
    OrphanedKey.add(session, target, journal.keys(Side.RESTORED));
    makeAll(Side.RESTORED);
    journal.set(Phase.COMPLETE);
  }

  private void undo() throws SQLException {
    dropAll(journal.definitions(Side.RESTORED), target);
    OrphanedKey.drop(session, target, journal.keys(Side.RESTORED));
    moveBack();
    OrphanedKey.add(session, target, journal.keys(Side.REPLACED));
    makeAll(Side.REPLACED);
    journal.set(Phase.UNDONE);
  }

  /** Looks where each table is, for a server that crashed may have moved some of them. */
  private void moveBack() throws SQLException {
    Set<String> inTarget = new HashSet<>(Schemas.tables(session, target));
    Set<String> inReplaced = new HashSet<>(Schemas.tables(session, names.replaced()));
    Set<String> inFresh = new HashSet<>(Schemas.tables(session, names.fresh()));
    List<String> replaced = journal.tables(Side.REPLACED);
    List<String> renames = new ArrayList<>();
    for (String table : journal.tables(Side.RESTORED)) {
      boolean isOurs = !replaced.contains(table) || inReplaced.contains(table);
      if (inTarget.contains(table) && !inFresh.contains(table) && isOurs) {
        renames.add(rename(target, names.fresh(), table));
      }
    }
    for (String table : replaced) {
      if (inReplaced.contains(table)) {
        renames.add(rename(names.replaced(), target, table));
      }
    }
    if (journal.hasHappened()) {
      renames.add(journal.rename(SwapJournal.DONE, SwapJournal.PENDING));
    }
    if (!renames.isEmpty()) {
      rename(renames);
    }
  }

  private void rename(List<String> renames) throws SQLException {
    session.execute("SET SESSION foreign_key_checks = 0");
    session.execute("RENAME TABLE " + String.join(", ", renames));
    session.execute("SET SESSION foreign_key_checks = 1");
  }

  private static String rename(String from, String to, String table) {
    return Sql.name(from, table) + " TO " + Sql.name(to, table);
  }

  /** Events first, that none fires in between; routines, which others use, last. */
  private void dropAll(List<Definition> definitions, String schema) throws SQLException {
    for (Definition definition : definitions.reversed()) {
      definition.drop(session, schema);
    }
  }

  private void makeAll(Side side) throws SQLException {
    List<Definition> definitions = journal.definitions(side);
    dropAll(definitions, target);
    session.execute("USE " + Sql.name(target));
    try {
      List<Definition> views = new ArrayList<>();
      for (Definition definition : definitions) {
        if (definition.kind() == Definition.Kind.VIEW) {
          views.add(definition);
        } else {
          Views.make(session, views);
          views.clear();
          make(definition);
        }
      }
      Views.make(session, views);
    } finally {
      if (!definitions.isEmpty()) {
        Schemas.setCollation(session, target, journal.collation());
      }
    }
    session.resetSettings();
    giveRights(definitions);
  }

  /** What the server took away with the routines that are there again. */
  private void giveRights(List<Definition> made) throws SQLException {
    List<RoutineRight> rights = new ArrayList<>(journal.rights());
    rights.removeIf(right -> made.stream().noneMatch(right::isOn));
    RoutineRight.give(session, rights, log);
  }

  private void make(Definition definition) throws SQLException {
    String collation = definition.context().databaseCollation();
    if (!collation.isEmpty()) {
      Schemas.setCollation(session, target, collation);
    }
    definition.make(session);
  }
}
