package holdfast.testing;

import java.util.List;

/** A bit of everything that a backup of MariaDB or MySQL has to bring back. */
public final class MariaDbSample {
  private static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE customer (
            id int AUTO_INCREMENT PRIMARY KEY, name varchar(60) COMMENT 'it''s; a "name"',
            note text, picture blob, friend int,
            CONSTRAINT friendship FOREIGN KEY (friend) REFERENCES customer (id) ON DELETE SET NULL)
          COMMENT 'who buys; `here`' AUTO_INCREMENT = 5000
          """,
          """
          INSERT INTO customer (id, name, note, picture)
          SELECT seq, CONCAT('Zoë 😀 ', seq), REPEAT('it''s \\\\ a "note"; -- /* ', 20),
            UNHEX(REPEAT(LPAD(HEX(seq), 4, '0'), 80))
          FROM NUMBERS
          """,
          "UPDATE customer SET friend = id - 1 WHERE id > 1",
          "CREATE TABLE `odd ``name\"` (`a ``b` int, `select` varchar(9) DEFAULT 'x;y')",
          "INSERT INTO `odd ``name\"` VALUES (1, 'é'), (NULL, NULL), (3, '')",
          "CREATE TABLE audit (id int AUTO_INCREMENT PRIMARY KEY, what varchar(99))",
          "CREATE TABLE nothing (id int PRIMARY KEY)",
          """
          CREATE TABLE parent (id int PRIMARY KEY, favourite int);
          CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL,
            FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE CASCADE);
          ALTER TABLE parent ADD CONSTRAINT favourite_child FOREIGN KEY (favourite) REFERENCES child (id);
          INSERT INTO parent VALUES (1, NULL);
          INSERT INTO child VALUES (10, 1);
          UPDATE parent SET favourite = 10
          """,
          "CREATE VIEW happy_customer AS SELECT id, name FROM customer WHERE name LIKE '%😀%'",
          "CREATE VIEW a_first_one AS SELECT h.id FROM happy_customer h JOIN customer c USING (id)",
          """
          CREATE FUNCTION twice(x int) RETURNS int DETERMINISTIC
          BEGIN
            /* not; the end */
            RETURN x * 2; -- nor; here
          END
          """,
          "CREATE PROCEDURE note_it(IN what varchar(99)) BEGIN INSERT INTO audit (what) VALUES (what); END",
          """
          CREATE TRIGGER guard BEFORE INSERT ON customer FOR EACH ROW
          BEGIN SET NEW.name = CONCAT(NEW.name, ';'); END
          """,
          """
          CREATE TRIGGER later AFTER INSERT ON customer FOR EACH ROW
          INSERT INTO audit (what) VALUES ('DELIMITER ;; it\\'s')
          """,
          """
          CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 03:00:00'
          ON COMPLETION PRESERVE COMMENT 'cleans; up' DO BEGIN DELETE FROM audit; END
          """,
          """
          CREATE EVENT sleeping ON SCHEDULE EVERY 1 HOUR STARTS '2036-01-01 03:00:00'
          DISABLE DO DELETE FROM audit
          """);

  /** What MariaDB has alone. */
  private static final List<String> SEQUENCE =
      List.of("CREATE SEQUENCE ticket START WITH 7 INCREMENT BY 3 NOCACHE", "DO NEXTVAL(ticket)");

  private MariaDbSample() {}

  public static void fill(MariaDbDatabase database) {
    MysqlRelease release = database.server().release();
    for (String statement : STATEMENTS) {
      database.execute(statement.replace("NUMBERS", release.numbers(1200)));
    }
    if (release.isMariaDb()) {
      SEQUENCE.forEach(database::execute);
    }
  }
}
