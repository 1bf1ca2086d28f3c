package holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {

  @ParameterizedTest
  @CsvSource({
    "postgresql://u:p@h/db?user=x, postgresql://u:p@h/db?user=x",
    "jdbc:postgresql://u:p@h:5432/db, postgresql://u:p@h:5432/db",
    "JDBC:postgresql://h/db?user=u&password=p, postgresql://u:p@h/db",
    "jdbc:postgresql://h/db?user=u, postgresql://u@h/db",
    "jdbc:mysql://h:3306/db?useSSL=true&password=p%26%3Aq$1&user=a%40b, mysql://a%40b:p%26%3Aq%241@h:3306/db?useSSL=true",
    "jdbc:postgresql://h/db?sslmode=require, postgresql://h/db?sslmode=require",
    "jdbc:postgresql:db?user=u, postgresql:db",
    "jdbc:, ''",
  })
  void meansTheConnectionWithoutThePrefixAndTheLoginInItsPlace(String text, String uri) {
    assertThat(JdbcUrl.toConnection(text).secret().reveal()).isEqualTo(uri);
  }
}
