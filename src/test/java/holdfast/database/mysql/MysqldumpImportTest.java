package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.database.Dump;
import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.testing.MariaDbDatabase;
import holdfast.testing.MariaDbServers;
import holdfast.testing.MysqlRelease;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A file in the form that mysqldump of MySQL 8 writes, with what only newer servers than this one
 * know in its comments: the tool itself cannot be had here.
 */
class MysqldumpImportTest {
  private static final String HEAD =
      """
      -- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
      --
      -- Host: localhost    Database: shop
      -- ------------------------------------------------------
      -- Server version\t8.0.36

      /*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
      /*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
      /*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
      /*!50503 SET NAMES utf8mb4 */;
      /*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
      /*!40103 SET TIME_ZONE='+00:00' */;
      /*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
      /*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
      /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
      /*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
      """;

  private static final String BODY =
      """
      SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN;
      SET @@SESSION.SQL_LOG_BIN= 0;

      --
      -- GTID state at the beginning of the backup\s
      --

      SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ '16746f8a-cb70-11ee-b60c-000d3aa60a10:1-56';

      --
      -- Table structure for table `made`
      --

      DROP TABLE IF EXISTS `made`;
      /*!40101 SET @saved_cs_client     = @@character_set_client */;
      /*!50503 SET character_set_client = utf8mb4 */;
      CREATE TABLE `made` (
        `my_row_id` bigint unsigned NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */,
        `a` int DEFAULT NULL,
        `b` int GENERATED ALWAYS AS ((`a` * 2)) STORED,
        `p` point NOT NULL /*!80003 SRID 4326 */,
        `j` json DEFAULT (json_array()),
        PRIMARY KEY (`my_row_id`),
        SPATIAL KEY `p` (`p`),
        KEY `hidden` (`a`) /*!80000 INVISIBLE */,
        KEY `made_of` ((`a` + 1)),
        CONSTRAINT `made_chk_1` CHECK ((`a` > 0)) /*!80016 NOT ENFORCED */
      ) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
      /*!40101 SET character_set_client = @saved_cs_client */;

      --
      -- Dumping data for table `made`
      --

      LOCK TABLES `made` WRITE;
      /*!40000 ALTER TABLE `made` DISABLE KEYS */;
      INSERT INTO `made` (`my_row_id`, `a`, `p`, `j`) VALUES (1,4,0xE6100000010100000000000000000000400000000000000840,'[\\"é\\"]'),(2,NULL,0xE6100000010100000000000000000000400000000000000840,NULL);
      /*!40000 ALTER TABLE `made` ENABLE KEYS */;
      UNLOCK TABLES;
      /*!50003 SET @saved_cs_client      = @@character_set_client */ ;
      /*!50003 SET @saved_cs_results     = @@character_set_results */ ;
      /*!50003 SET @saved_col_connection = @@collation_connection */ ;
      /*!50003 SET character_set_client  = utf8mb4 */ ;
      /*!50003 SET character_set_results = utf8mb4 */ ;
      /*!50003 SET collation_connection  = utf8mb4_0900_ai_ci */ ;
      /*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
      /*!50003 SET sql_mode              = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION' */ ;
      DELIMITER ;;
      /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER `doubled` BEFORE INSERT ON `made` FOR EACH ROW BEGIN SET NEW.a = NEW.a + 1; END */;;
      DELIMITER ;
      /*!50003 SET sql_mode              = @saved_sql_mode */ ;
      /*!50003 SET character_set_client  = @saved_cs_client */ ;
      /*!50003 SET character_set_results = @saved_cs_results */ ;
      /*!50003 SET collation_connection  = @saved_col_connection */ ;

      --
      -- Temporary view structure for view `happy`
      --

      DROP TABLE IF EXISTS `happy`;
      /*!50001 DROP VIEW IF EXISTS `happy`*/;
      SET @saved_cs_client     = @@character_set_client;
      /*!50503 SET character_set_client = utf8mb4 */;
      /*!50001 CREATE VIEW `happy` AS SELECT\s
       1 AS `a`,
       1 AS `n`*/;
      SET character_set_client = @saved_cs_client;

      --
      -- Dumping events for database 'shop'
      --
      /*!50106 SET @save_time_zone= @@TIME_ZONE */ ;
      /*!50106 DROP EVENT IF EXISTS `nightly` */;
      DELIMITER ;;
      /*!50003 SET @saved_cs_client      = @@character_set_client */ ;;
      /*!50003 SET @saved_cs_results     = @@character_set_results */ ;;
      /*!50003 SET @saved_col_connection = @@collation_connection */ ;;
      /*!50003 SET character_set_client  = utf8mb4 */ ;;
      /*!50003 SET character_set_results = utf8mb4 */ ;;
      /*!50003 SET collation_connection  = utf8mb4_0900_ai_ci */ ;;
      /*!50003 SET @saved_sql_mode       = @@sql_mode */ ;;
      /*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES' */ ;;
      /*!50003 SET @saved_time_zone      = @@time_zone */ ;;
      /*!50003 SET time_zone             = 'SYSTEM' */ ;;
      /*!50106 CREATE*/ /*!50117 DEFINER=`root`@`localhost`*/ /*!50106 EVENT `nightly` ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01 03:00:00' ON COMPLETION NOT PRESERVE ENABLE DO DELETE FROM made */ ;;
      /*!50003 SET time_zone             = @saved_time_zone */ ;;
      /*!50003 SET sql_mode              = @saved_sql_mode */ ;;
      /*!50003 SET character_set_client  = @saved_cs_client */ ;;
      /*!50003 SET character_set_results = @saved_cs_results */ ;;
      /*!50003 SET collation_connection  = @saved_col_connection */ ;;
      DELIMITER ;
      /*!50106 SET TIME_ZONE= @save_time_zone */ ;

      --
      -- Dumping routines for database 'shop'
      --
      /*!50003 DROP FUNCTION IF EXISTS `twice` */;
      /*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
      /*!50003 SET sql_mode              = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES' */ ;
      DELIMITER ;;
      CREATE DEFINER=`root`@`localhost` FUNCTION `twice`(x int) RETURNS int
          DETERMINISTIC
      RETURN x * 2 ;;
      DELIMITER ;
      /*!50003 SET sql_mode              = @saved_sql_mode */ ;

      --
      -- Final view structure for view `happy`
      --

      /*!50001 DROP VIEW IF EXISTS `happy`*/;
      /*!50001 SET @saved_cs_client          = @@character_set_client */;
      /*!50001 SET @saved_cs_results         = @@character_set_results */;
      /*!50001 SET @saved_col_connection     = @@collation_connection */;
      /*!50001 SET character_set_client      = utf8mb4 */;
      /*!50001 SET character_set_results     = utf8mb4 */;
      /*!50001 SET collation_connection      = utf8mb4_0900_ai_ci */;
      /*!50001 CREATE ALGORITHM=UNDEFINED */
      /*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
      /*!50001 VIEW `happy` AS select `made`.`a` AS `a`,row_number() OVER (ORDER BY `made`.`a` desc )  AS `n` from `made` */;
      /*!50001 SET character_set_client      = @saved_cs_client */;
      /*!50001 SET character_set_results     = @saved_cs_results */;
      /*!50001 SET collation_connection      = @saved_col_connection */;
      SET @@SESSION.SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN;
      /*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

      /*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
      /*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
      /*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
      /*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
      /*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
      /*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
      /*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

      -- Dump completed on 2026-11-30  1:00:00
      """;

  private final MysqlDriver driver = new MysqlDriver();

  @AfterEach
  void dropDatabases() {
    MariaDbServers.dropDatabases();
  }

  @Test
  void takesAFileOfMysqldump() throws Exception {
    byte[] file = (HEAD + BODY).getBytes(UTF_8);
    try (Dump imported = driver.imported(new ByteArrayInputStream(file))) {
      assertThat(imported.stream().readAllBytes()).isEqualTo(file);
      assertThat(imported.awaitSuccess().toolVersion())
          .startsWith("MySQL dump 10.13  Distrib 8.0.36");
      assertThat(imported.serverVersion()).isEqualTo("8.0.36");
    }
    MariaDbDatabase target = MariaDbServers.shared(MysqlRelease.MYSQL_8).createDatabase();
    String numbers = "SELECT @@GLOBAL.gtid_purged";
    assertThat(target.query(numbers)).containsExactly("");

    MysqlRuns.restore(file, target.connection());

    assertThat(
            target.query(
                "SELECT CONCAT_WS('|', my_row_id, a, b, ST_SRID(p), ST_Longitude(p), j) FROM made ORDER BY my_row_id"))
        .containsExactly("1|4|8|4326|2|[\"é\"]", "2|4326|2");
    target.execute("INSERT INTO made (a, p) SELECT 6, p FROM made LIMIT 1");
    assertThat(target.query("SELECT CONCAT_WS('-', n, a) FROM happy ORDER BY n"))
        .containsExactly("1-7", "2-4", "3");
    assertThat(target.query("SELECT twice(21)")).containsExactly("42");
    assertThat(
            target.query(
                "SELECT CONCAT(EVENT_NAME, STATUS) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()"))
        .containsExactly("nightlyENABLED");
    assertThat(target.query("SHOW INDEX FROM made WHERE Key_name = 'hidden' AND Visible = 'NO'"))
        .hasSize(1);
    assertThat(target.query(numbers)).containsExactly("");
  }

  @Test
  void saysThatAViewCallsAFunctionWhichTheFileLacks() {
    String routines = "-- Dumping routines";
    String views = "-- Final view structure";
    String file =
        HEAD
            + BODY.substring(0, BODY.indexOf(routines))
            + BODY.substring(BODY.indexOf(views))
                .replace("select `made`.`a`", "select `twice`(`a`)");
    MariaDbDatabase target = MariaDbServers.shared(MysqlRelease.MYSQL_8).createDatabase();
    target.execute("CREATE TABLE kept (id int)");

    Failure failure = MysqlRuns.refusal(file.getBytes(UTF_8), target.connection());

    assertThat(failure.code()).isEqualTo(FailureCode.RESTORE_REQUIREMENTS);
    assertThat(failure.message()).contains("calls a function", "twice does not exist");
    assertThat(failure.hint()).contains("--routines");
    assertThat(target.query("SHOW TABLES")).containsExactly("kept");
  }

  @Test
  void saysWithWhichOptionsAFileCanBeTaken() {
    for (String file :
        List.of(
            HEAD
                + "CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop` /*!40100 DEFAULT CHARACTER SET utf8mb4 */;\nUSE `shop`;\n",
            "CREATE DATABASE IF NOT EXISTS `shop`;\nUSE `shop`;\n" + HEAD,
            "DROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (`id` int);\n")) {
      Failure failure =
          catchThrowableOfType(
                  FailureException.class,
                  () -> {
                    try (Dump dump =
                        driver.imported(new ByteArrayInputStream(file.getBytes(UTF_8)))) {
                      dump.stream().readAllBytes();
                      dump.awaitSuccess();
                    }
                  })
              .failure();
      assertThat(failure.code()).isEqualTo(FailureCode.IMPORT_INVALID);
      assertThat(failure.hint()).contains("--databases", "--skip-comments");
    }
  }
}
