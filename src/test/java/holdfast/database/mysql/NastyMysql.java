package holdfast.database.mysql;

import java.util.List;

/** What is nasty of what MySQL 8 has: every type, every kind of object. */
final class NastyMysql {
  static final List<String> STATEMENTS =
      List.of(
          NastyMariaDb.NUMBERS,
          NastyMariaDb.SOME_NUMBERS,
          "CREATE TABLE moments (a date, b datetime(6), c timestamp(6) NULL, d time(6), e year)",
          """
          SET sql_mode = 'ALLOW_INVALID_DATES';
          INSERT INTO moments VALUES
            ('0000-00-00', '0000-00-00 00:00:00', NULL, '-838:59:59.000000', 0),
            ('9999-12-31', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999999', '00:00:00.000001', 2155),
            ('2026-02-30', NULL, '1970-01-01 12:00:01', NULL, 1901)
          """,
          """
          CREATE TABLE texts (
            a char(5), b varchar(100), c tinytext, d longtext, e binary(4), f varbinary(9), g longblob,
            h enum('', 'x''y', 'ü'), i set('a', 'b;c', 'd'), j json,
            n varchar(20) CHARACTER SET latin1, o varchar(20) CHARACTER SET utf8 COLLATE utf8_bin,
            p varchar(20) CHARACTER SET utf16, q text CHARACTER SET sjis, r text CHARACTER SET gb18030,
            s varchar(9) COLLATE utf8mb4_ja_0900_as_cs_ks)
          CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci
          """,
          """
          INSERT INTO texts VALUES
            ('', '', '', '', '', '', '', '', '', '{}', '', '', '', '', '', ''),
            ('a  ', 'it''s "q" `b` \\\\ \\n\\r\\t\\0\\Z %_ 😀', 'é', REPEAT('-- ;DELIMITER ;;\\n', 400), 'a\\0b', UNHEX('00FF27'), UNHEX('005C272200'),
             'ü', 'a,b;c', '{"a": [1, null, "😀 it''s \\\\"\\\\\\\\", 1e100, 18446744073709551615]}',
             'äöü€', 'ひ', '😀', '表示', '😀表', 'ひヒ'),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
          """,
          "INSERT INTO texts (j) VALUES ('\"x\"'), ('null'), ('1.5'), ('-7'), ('[]'), ('true'), ('18446744073709551615')",
          "SET sql_mode = ''; INSERT INTO texts (h) VALUES ('none of them')",
          "CREATE TABLE shapes (a point SRID 4326, b geometry, c polygon NOT NULL SRID 0, SPATIAL INDEX (c))",
          "INSERT INTO shapes VALUES (ST_GeomFromText('POINT(1 2)', 4326), ST_GeomFromText('LINESTRING(0 0, 1 1)'), ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')), (NULL, NULL, ST_GeomFromText('POLYGON((0 0,2 0,2 2,0 0))'))",
          """
          CREATE TABLE made (id int AUTO_INCREMENT PRIMARY KEY, a int,
            b int GENERATED ALWAYS AS (a * 2) STORED NOT NULL, c varchar(20) AS (CONCAT('x', a)) VIRTUAL,
            d timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, e int DEFAULT 7,
            f varchar(30) DEFAULT (CONCAT('it''s', ';')), g json DEFAULT (JSON_ARRAY(1)),
            h binary(16) DEFAULT (UUID_TO_BIN(UUID())), i varchar(20) AS (g->>'$[0]') VIRTUAL,
            KEY k (a DESC), FULLTEXT KEY t (f), KEY hidden (e) INVISIBLE, KEY made_of ((a + e), (ABS(e)) DESC),
            UNIQUE KEY u (c), FULLTEXT KEY two (f) WITH PARSER ngram)
          AUTO_INCREMENT = 4711
          """,
          "INSERT INTO made (a) VALUES (1), (2)",
          "INSERT INTO made (a, f, g) VALUES (3, 'a value', '[9]')",
          "DELETE FROM made WHERE a = 2",
          """
          CREATE TABLE parts (id int, at date) PARTITION BY RANGE (YEAR(at)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2
            (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN MAXVALUE)
          """,
          "INSERT INTO parts VALUES (1, '1999-01-01'), (2, '2026-01-01')",
          "CREATE TABLE lists (id varchar(5)) PARTITION BY LIST COLUMNS (id) (PARTITION a VALUES IN ('x', 'y') COMMENT = 'it''s', PARTITION b VALUES IN (NULL))",
          "INSERT INTO lists VALUES ('x'), (NULL)",
          "CREATE TABLE small (id int PRIMARY KEY, a text) ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4 STATS_PERSISTENT=1 COMMENT='not; InnoDB'",
          "INSERT INTO small VALUES (0, 'zero'), (-1, NULL)",
          "CREATE TABLE isam (id int PRIMARY KEY, a varchar(9), FULLTEXT KEY (a)) ENGINE=MyISAM",
          "INSERT INTO isam VALUES (0, 'zero'), (-1, NULL)",
          "CREATE TABLE memory_one (id int) ENGINE=MEMORY; CREATE TABLE csv_one (id int NOT NULL) ENGINE=CSV; CREATE TABLE old_one (id int) ENGINE=ARCHIVE",
          "INSERT INTO memory_one VALUES (1); INSERT INTO csv_one VALUES (2); INSERT INTO old_one VALUES (3)",
          "CREATE TABLE `weird ``;'\\\"ünï 表` (`;` int, `a b` int, ```` int, `select` int, `-- x` int, `/*!` int)",
          "INSERT INTO `weird ``;'\\\"ünï 表` VALUES (1, 2, 3, 4, 5, 6)",
          "CREATE TABLE Two (id int); CREATE TABLE two (id int)",
          "INSERT INTO Two VALUES (1); INSERT INTO two VALUES (2)",
          "CREATE TRIGGER on_two BEFORE INSERT ON Two FOR EACH ROW SET NEW.id = 9",
          "CREATE VIEW `z;view` AS SELECT `;`, 'it''s; -- /* ' AS `a``b` FROM `weird ``;'\\\"ünï 表`",
          "CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW a_view AS SELECT * FROM `z;view` WHERE `;` > 0 WITH CASCADED CHECK OPTION",
          "CREATE VIEW windows AS WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n, ROW_NUMBER() OVER w AS m FROM r WINDOW w AS (ORDER BY n DESC)",
          "CREATE VIEW tabled AS SELECT t.x FROM JSON_TABLE('[1, 2]', '$[*]' COLUMNS (x int PATH '$')) AS t",
          "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'; CREATE PROCEDURE \"ansi;p\"() BEGIN SELECT '\\' || \";\" AS \"x;y\" FROM (SELECT 1 AS \";\") q; END",
          "CREATE FUNCTION strange(a json, b varchar(9) CHARACTER SET latin1) RETURNS text CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_cs DETERMINISTIC SQL SECURITY INVOKER COMMENT 'it''s;' RETURN CONCAT(b, 'é')",
          "CREATE TRIGGER first_one BEFORE INSERT ON made FOR EACH ROW SET NEW.e = 1",
          "CREATE TRIGGER zeroth BEFORE INSERT ON made FOR EACH ROW PRECEDES first_one SET NEW.e = 2",
          "SET sql_mode = 'ANSI_QUOTES'; CREATE EVENT \"ansi e\" ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 00:00:00' DO DO 1",
          "SET time_zone = '+05:00'; CREATE EVENT once ON SCHEDULE AT '2037-05-05 05:05:05' ON COMPLETION PRESERVE DISABLE ON SLAVE COMMENT 'it''s; ENABLE' DO DO 1",
          "CREATE DEFINER = 'nobody special'@'10.%' PROCEDURE orphan() SELECT 1");

  private NastyMysql() {}
}
