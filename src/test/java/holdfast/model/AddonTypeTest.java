package holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddonTypeTest {
  @Test
  void callsAServerByItsName() {
    assertThat(AddonType.MYSQL.titleOf("10.11.19-MariaDB")).isEqualTo("MariaDB 10.11.19-MariaDB");
    assertThat(AddonType.MYSQL.titleOf("8.0.15")).isEqualTo("MySQL 8.0.15");
    assertThat(AddonType.POSTGRESQL.titleOf("15.17")).isEqualTo("PostgreSQL 15.17");
  }
}
