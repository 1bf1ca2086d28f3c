package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static final Grants GRANTS =
      Grants.of(
          List.of(
              "GRANT SELECT, EVENT, PROCESS ON *.* TO `u`@`%`",
              "GRANT SET_USER_ID ON *.* TO `u`@`%` WITH GRANT OPTION",
              "GRANT ALL PRIVILEGES ON `shop\\_%`.* TO `u`@`%`",
              "GRANT SELECT (`a`, `b`), INSERT ON `other`.`t` TO `u`@`%`",
              "GRANT `a role`@`%` TO `u`@`%`",
              "REVOKE SELECT ON `hidden`.* FROM `u`@`%`"));

  @Test
  void knowsWhatTheServerShows() {
    assertThat(GRANTS.has("TRIGGER", "shop_1")).isTrue();
    assertThat(GRANTS.has("TRIGGER", "shop")).isFalse();
    assertThat(GRANTS.has("INSERT", "other")).isFalse();
    assertThat(GRANTS.hasOnTable("INSERT", "other", "t")).isTrue();
    assertThat(GRANTS.hasGlobally(Set.of("SET_USER_ID"))).isTrue();
    assertThat(GRANTS.missing(List.of("SELECT", "TRIGGER"), "any")).containsExactly("TRIGGER");
  }

  /** As MySQL does with {@code partial_revokes}. */
  @Test
  void takesAwayWhatIsRevokedOfOneDatabase() {
    assertThat(GRANTS.has("SELECT", "hidden")).isFalse();
    assertThat(GRANTS.has("EVENT", "hidden")).isTrue();
    assertThat(GRANTS.has("SELECT", "other")).isTrue();
  }
}
