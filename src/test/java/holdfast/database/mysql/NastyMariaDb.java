package holdfast.database.mysql;

import java.util.List;

/** What is nasty of what MariaDB has: every type, every kind of object. */
final class NastyMariaDb {
  static final String NUMBERS =
      """
      CREATE TABLE numbers (
        a tinyint, b smallint unsigned, c mediumint, d int zerofill, e bigint unsigned,
        f decimal(65,30), g float, h double, i bit(1), j bit(64), k boolean)
      """;

  static final String SOME_NUMBERS =
      """
      INSERT INTO numbers VALUES
        (-128, 65535, -8388608, 7, 18446744073709551615,
         -12345678901234567890123456789012345.123456789012345678901234567891,
         1.5, -1.7976931348623157e308, b'1', b'1000000000000000000000000000000000000000000000000000000000000001', true),
        (0, 0, 0, 0, 0, 0, 0.25, 5e-324, b'0', b'0', false),
        (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
      """;

  static final List<String> STATEMENTS =
      List.of(
          NUMBERS,
          SOME_NUMBERS,
          """
          CREATE TABLE moments (
            a date, b datetime(6), c timestamp(6) NULL, d time(6), e year)
          """,
          """
          SET sql_mode = 'ALLOW_INVALID_DATES';
          INSERT INTO moments VALUES
            ('0000-00-00', '0000-00-00 00:00:00', NULL, '-838:59:59.999999', 0),
            ('9999-12-31', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999999', '00:00:00.000001', 2155),
            ('2026-02-30', NULL, '1970-01-01 12:00:01', NULL, 1901)
          """,
          """
          CREATE TABLE texts (
            a char(5), b varchar(100), c tinytext, d longtext, e binary(4), f varbinary(9), g longblob,
            h enum('', 'x''y', 'ü'), i set('a', 'b;c', 'd'), j json, k uuid, l inet6, m inet4,
            n varchar(20) CHARACTER SET latin1, o varchar(20) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin,
            p varchar(20) CHARACTER SET utf16, q text CHARACTER SET sjis)
          CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
          """,
          """
          INSERT INTO texts VALUES
            ('', '', '', '', '', '', '', '', '', '{}', UUID(), '::', '0.0.0.0', '', '', '', ''),
            ('a  ', 'it''s "q" `b` \\\\ \\n\\r\\t\\0\\Z %_ 😀', 'é', REPEAT('-- ;DELIMITER ;;\\n', 400), 'a\\0b', UNHEX('00FF27'), UNHEX('005C272200'),
             'ü', 'a,b;c', '{"a": [1, null, "😀"]}', '123e4567-e89b-12d3-a456-426655440000', 'fe80::1', '10.0.0.1',
             'äöü€', 'ひ', '😀', '表示'),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
          """,
          "SET sql_mode = ''; INSERT INTO texts (h) VALUES ('none of them')",
          "CREATE TABLE shapes (a point, b geometry, c polygon NOT NULL, SPATIAL INDEX (c)) ENGINE=InnoDB",
          "INSERT INTO shapes VALUES (ST_GeomFromText('POINT(1 2)', 4326), ST_GeomFromText('LINESTRING(0 0, 1 1)'), ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')), (NULL, NULL, ST_GeomFromText('POLYGON((0 0,2 0,2 2,0 0))'))",
          """
          CREATE TABLE made (id int AUTO_INCREMENT PRIMARY KEY, a int CHECK (a > 0),
            b int GENERATED ALWAYS AS (a * 2) STORED, c varchar(20) AS (CONCAT('x', a)) VIRTUAL,
            d timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, e int INVISIBLE DEFAULT 7,
            f varchar(30) DEFAULT (CONCAT('it''s', ';')), KEY k (a DESC), FULLTEXT KEY t (f))
          AUTO_INCREMENT = 4711
          """,
          "INSERT INTO made (a) VALUES (1), (2)",
          "DELETE FROM made WHERE a = 2",
          """
          CREATE TABLE parts (id int, at date) PARTITION BY RANGE (YEAR(at)) SUBPARTITION BY HASH (id) SUBPARTITIONS 2
            (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN MAXVALUE)
          """,
          "INSERT INTO parts VALUES (1, '1999-01-01'), (2, '2026-01-01')",
          "CREATE TABLE history (id int PRIMARY KEY, a varchar(9)) WITH SYSTEM VERSIONING",
          "INSERT INTO history VALUES (1, 'one'); UPDATE history SET a = 'two'; DELETE FROM history; INSERT INTO history VALUES (2, 'x')",
          "CREATE SEQUENCE down START WITH 100 INCREMENT BY -7 MINVALUE -100 MAXVALUE 100 NOCACHE CYCLE",
          "DO NEXTVAL(down)",
          "CREATE TABLE isam (id int PRIMARY KEY, a varchar(9), FULLTEXT KEY (a)) ENGINE=MyISAM COMMENT='not; InnoDB'",
          "INSERT INTO isam VALUES (0, 'zero'), (-1, NULL)",
          "CREATE TABLE aria (id int) ENGINE=Aria TRANSACTIONAL=1",
          "CREATE TABLE `weird ``;'\\\"ünï 表` (`;` int, `a b` int, ```` int, `select` int, `-- x` int, `/*!` int)",
          "INSERT INTO `weird ``;'\\\"ünï 表` VALUES (1, 2, 3, 4, 5, 6)",
          "CREATE TABLE Two (id int); CREATE TABLE two (id int); CREATE TABLE `tWo é` (id int)",
          "INSERT INTO Two VALUES (1); INSERT INTO two VALUES (2); INSERT INTO `tWo é` VALUES (3)",
          "CREATE TRIGGER on_two BEFORE INSERT ON Two FOR EACH ROW SET NEW.id = 9",
          "CREATE TABLE empty_one (id int PRIMARY KEY AUTO_INCREMENT)",
          "CREATE VIEW `z;view` AS SELECT `;`, 'it''s; -- /* ' AS `a``b` FROM `weird ``;'\\\"ünï 表`",
          "CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW a_view AS SELECT * FROM `z;view` WHERE `;` > 0 WITH CASCADED CHECK OPTION",
          "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'; CREATE PROCEDURE \"ansi;p\"() BEGIN SELECT '\\' || \";\" AS \"x;y\" FROM (SELECT 1 AS \";\") q; END",
          """
          SET session_track_system_variables = '';
          SET @create = 'CREATE FUNCTION latin() RETURNS varchar(9) DETERMINISTIC RETURN ''é''';
          SET character_set_client = latin1;
          EXECUTE IMMEDIATE @create
          """,
          "SET sql_mode = 'ORACLE'; CREATE PACKAGE pack AS FUNCTION one RETURN INT; END",
          "SET sql_mode = 'ORACLE'; CREATE PACKAGE BODY pack AS FUNCTION one RETURN INT AS BEGIN RETURN 1; END; END",
          "CREATE TRIGGER first_one BEFORE INSERT ON made FOR EACH ROW SET NEW.e = 1",
          "CREATE TRIGGER zeroth BEFORE INSERT ON made FOR EACH ROW PRECEDES first_one SET NEW.e = 2",
          "SET sql_mode = 'ANSI_QUOTES'; CREATE EVENT \"ansi e\" ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 00:00:00' DO DO 1",
          "SET time_zone = '+05:00'; CREATE EVENT once ON SCHEDULE AT '2037-05-05 05:05:05' ON COMPLETION PRESERVE DISABLE ON SLAVE COMMENT 'it''s; ENABLE' DO DO 1");

  private NastyMariaDb() {}
}
