package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.model.FailureException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ROWS | INSERT INTO `t` VALUES (1,-2.5e10,'it\\'s (SELECT 1)',NULL,0x00FF,_binary 'x',b'01')",
        "ROWS | INSERT INTO `select` (`a`, `b`) VALUES (1,'x')",
        "SETTING | /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */",
        "SETTING | /*!50003 SET @saved_col_connection = @@collation_connection */",
        "SETTING | /*M!101100 SET @o=@@session.system_versioning_insert_history, @@session.system_versioning_insert_history=1 */",
        "OBJECT | DROP TABLE IF EXISTS `t`",
        "OBJECT | CREATE TABLE `t` (`like` int REFERENCES `o`.`p` (`x`)) ENGINE=InnoDB",
        "TRIGGER | /*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON c FOR EACH ROW SET @x = 1 */",
        "OBJECT | CREATE DEFINER=`root`@`localhost` FUNCTION `f`() RETURNS int RETURN 1",
        "EVENT | /*!50106 CREATE*/ /*!50117 DEFINER=`r`@`l`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY DO DO 1*/",
        "OBJECT | CREATE TABLE `t` (`a` decimal(3,1) DEFAULT 1.5 /*!80023 INVISIBLE */, KEY `k` (`a`) /*!80000 INVISIBLE */) /*!50100 PARTITION BY HASH (a) */",
        "SETTING | /*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */",
        "OBJECT | DO SETVAL(`s`, -5, 0)",
        "OBJECT | CREATE TABLE `t` (`a` int, KEY `NEXTVAL` (`a`), KEY `lastval` (`a`))",
        "NOTHING | LOCK TABLES `t` WRITE",
        "NOTHING | SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN",
        "NOTHING | SET @@SESSION.SQL_LOG_BIN= 0",
        "NOTHING | SET @@SESSION.SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN",
        "NOTHING | SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'a:1-5,b:1'",
        "NOTHING | SET @@GLOBAL.GTID_PURGED='a:1-5'",
        "NOTHING | /*!40000 ALTER TABLE `t` DISABLE KEYS */",
        "DATABASE_CHARSET | ALTER DATABASE `x` CHARACTER SET latin1 COLLATE latin1_swedish_ci"
      })
  void knowsWhatADumpHas(StatementKind kind, String sql) throws Exception {
    assertThat(of(sql)).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "USE mysql",
        "DROP DATABASE shop",
        "DROP TABLE other.t",
        "DROP TABLE IF EXISTS `other`.`t`",
        "CREATE DATABASE x",
        "CREATE USER x",
        "GRANT ALL ON *.* TO x",
        "/*!50000 GRANT ALL ON *.* TO x */",
        "SET GLOBAL general_log = 1",
        "SET @@global.general_log = 1",
        "SET PASSWORD = ''",
        "SET @x = (SELECT 1)",
        "SET sql_log_bin = 0",
        "SET default_storage_engine = CONNECT",
        "SET /*!99999 @x = */ PASSWORD = 'x'",
        "CREATE TABLE t (LIKE mysql.user)",
        "CREATE TABLE t (a int) ENGINE /*!99999 = InnoDB */ = CONNECT",
        "CREATE TABLE t (a int /*!80023 INVISIBLE ENGINE */ = CONNECT",
        "INSERT INTO `other`.`t` VALUES (1)",
        "INSERT INTO t VALUES ((SELECT authentication_string FROM mysql.user))",
        "INSERT INTO t VALUES (LOAD_FILE('/etc/passwd'))",
        "INSERT INTO t VALUES (@@datadir)",
        "INSERT INTO t VALUES (/*! VERSION() */)",
        "INSERT INTO t SELECT * FROM mysql.user",
        "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1",
        "CREATE TABLE `other`.`t` (a int)",
        "CREATE TABLE t AS SELECT * FROM mysql.user",
        "CREATE TABLE t LIKE mysql.user",
        "CREATE TABLE t (a int) DATA DIRECTORY='/etc'",
        "CREATE TABLE t (a int) ENGINE=CONNECT FILE_NAME='/etc/passwd'",
        "CREATE TABLE t (a int) ENGINE=FEDERATED CONNECTION='x'",
        "CREATE TABLE t (a int DEFAULT nextval(`s`))",
        "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'",
        "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (HOST 'x')",
        "LOAD DATA INFILE 'x' INTO TABLE t",
        "SELECT 1 INTO OUTFILE '/tmp/x'",
        "SELECT * FROM mysql.user",
        "DO SLEEP(100)",
        "DO SETVAL(s, (SELECT 1), 0)",
        "ALTER TABLE t ADD COLUMN x int",
        "ALTER DATABASE x READ ONLY = 1",
        "RENAME TABLE a TO other.b",
        "INSTALL PLUGIN x SONAME 'y'",
        "KILL 1",
        "SHUTDOWN",
        "CALL p()",
        "source /etc/passwd",
        "\\! sh",
        "DELETE FROM t",
        "TRUNCATE t"
      })
  void refusesWhatLeadsElsewhere(String sql) {
    assertThatThrownBy(() -> of(sql)).isInstanceOf(FailureException.class);
  }

  private static StatementKind of(String sql) throws FailureException {
    byte[] bytes = sql.getBytes(UTF_8);
    return StatementRules.of(bytes, bytes.length);
  }
}
