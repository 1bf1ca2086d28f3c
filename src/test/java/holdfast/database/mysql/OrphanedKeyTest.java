package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.ConnectionUri;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServer;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Foreign keys to a table that is missing, or of a kind that cannot be referred to. */
class OrphanedKeyTest {
  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
  void waitForTheirTableInTheRestoredDatabase(MysqlRelease release) throws Exception {
    MariaDbDatabase source = MariaDbServers.shared(release).createDatabase();
    source.execute(
        """
        SET foreign_key_checks = 0;
        CREATE TABLE `child ``x` (id int PRIMARY KEY, p int, q int, r int,
          CONSTRAINT a FOREIGN KEY (p) REFERENCES gone (id) ON DELETE CASCADE ON UPDATE SET NULL,
          CONSTRAINT `b c` FOREIGN KEY (q, r) REFERENCES gone_too (`i d`, r) ON DELETE RESTRICT,
          CONSTRAINT d FOREIGN KEY (r) REFERENCES gone (id) ON DELETE NO ACTION,
          CONSTRAINT e FOREIGN KEY (q) REFERENCES `child ``x` (id))
        """);
    source.execute("SET foreign_key_checks = 0; INSERT INTO `child ``x` VALUES (1, 2, NULL, 3)");
    MariaDbDatabase target = MariaDbServers.shared(release).createDatabase();
    target.execute("CREATE TABLE gone (id int PRIMARY KEY); INSERT INTO gone VALUES (9)");

    MysqlRuns.restore(MysqlRuns.dump(source.connection()), target.connection());

    assertThat(target.contents()).isEqualTo(source.contents());
    for (MariaDbDatabase database : List.of(source, target)) {
      database.execute("CREATE TABLE gone (id int PRIMARY KEY); INSERT INTO gone VALUES (2), (3)");
      database.execute("INSERT INTO `child ``x` VALUES (4, 2, NULL, 3)");
      database.execute("DELETE FROM gone WHERE id = 2");
    }
    assertThat(target.contents()).isEqualTo(source.contents());
  }

  /** Which MariaDB drops in Oracle's mode alone, in which it shows keys and rights otherwise. */
  @ParameterizedTest
  @CsvSource({"MARIADB_10, keeper", "MARIADB_10, root", "MARIADB_11, keeper"})
  void waitForTheirTableBesideAPackage(MysqlRelease release, String user) throws Exception {
    MariaDbDatabase source = MariaDbServers.shared(release).createDatabase();
    MariaDbDatabase target = MariaDbServers.shared(release).createDatabase();
    for (MariaDbDatabase database : List.of(source, target)) {
      database.execute(
          """
          SET foreign_key_checks = 0;
          CREATE TABLE c (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES gone (a));
          INSERT INTO c VALUES (1);
          CREATE VIEW v AS SELECT a FROM c
          """);
      database.execute("SET sql_mode = 'ORACLE'; CREATE PACKAGE p AS FUNCTION f RETURN INT; END");
    }
    target.execute("SET foreign_key_checks = 0; INSERT INTO c VALUES (2)");
    ConnectionUri login =
        target.connection(user, user.equals("root") ? "" : MariaDbServer.PASSWORD);

    MysqlRuns.restore(MysqlRuns.dump(source.connection()), login);

    assertThat(target.contents()).isEqualTo(source.contents()).containsKey("PACKAGE `p`");
  }

  /** As those of MySQL 8 never are in partitions. */
  @ParameterizedTest
  @EnumSource(names = {"MARIADB_10", "MARIADB_11", "MYSQL_5", "MYSQL_8"})
  void areOfTheRestoredDatabaseWhereTheirTableIsOfAnotherKind(MysqlRelease release)
      throws Exception {
    MariaDbDatabase source = MariaDbServers.shared(release).createDatabase();
    boolean takesPartitions = release != MysqlRelease.MYSQL_8;
    source.execute(
        """
        SET foreign_key_checks = 0;
        CREATE TABLE c (id int PRIMARY KEY, p int, q int,
          CONSTRAINT m FOREIGN KEY (p) REFERENCES later (id) ON DELETE CASCADE,
          CONSTRAINT n FOREIGN KEY (p) REFERENCES a (id),
          CONSTRAINT o FOREIGN KEY (q) REFERENCES parts (id),
          CONSTRAINT p FOREIGN KEY (q) REFERENCES whole (id));
        CREATE TABLE later (id int PRIMARY KEY) ENGINE=MyISAM;
        CREATE TABLE a (id int PRIMARY KEY) ENGINE=MyISAM;
        CREATE TABLE whole (id int PRIMARY KEY);
        CREATE TABLE parts (id int PRIMARY KEY)
        """
            + (takesPartitions ? "PARTITION BY HASH (id) PARTITIONS 2" : ""));
    MariaDbDatabase target = MariaDbServers.shared(release).createDatabase();
    byte[] dump = MysqlRuns.dump(source.connection());

    MysqlRuns.restore(dump, target.connection());
    assertThat(target.contents()).isEqualTo(source.contents());
    MysqlRuns.restore(dump, target.connection());
    assertThat(target.contents()).isEqualTo(source.contents());

    target.execute("ALTER TABLE later ENGINE=InnoDB; ALTER TABLE a ENGINE=InnoDB");
    if (takesPartitions) {
      target.execute("ALTER TABLE parts REMOVE PARTITIONING");
    }
    target.execute(
        "INSERT INTO a VALUES (1); INSERT INTO later VALUES (1); INSERT INTO whole VALUES (2);"
            + " INSERT INTO parts VALUES (2); INSERT INTO c VALUES (3, 1, 2)");
    assertThat(target.query("SELECT id FROM c")).containsExactly("3");
  }
}
