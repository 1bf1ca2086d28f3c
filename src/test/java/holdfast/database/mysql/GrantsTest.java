package holdfast.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.mysql.Grants.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantsTest {
  private static final Reading MERGED = new Reading(true, false, false);

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

  /** The server takes the first line that fits, and has the most specific ones first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app\\_%  | app\\_x  | false
          app\\_x  | app\\_%  | true
          app_x   | app\\_x  | false
          app\\_x  | app_x   | true
          app%    | app\\_%  | false
          app\\_%  | app%    | true
          %       | app_x   | false
          app_x   | %       | true
          app%    | app_x   | false
          app_x   | app%    | false
          app\\_%  | app_x   | false
          _pp\\_x  | app_x   | false
          a%      | %x      | false
          other   | app\\_x  | false
          app\\_x  | other   | true
          """)
  void letsTheMostSpecificLineDecide(String withTrigger, String without, boolean has) {
    Grants grants =
        Grants.of(
            List.of(
                "GRANT SELECT, TRIGGER ON `" + withTrigger + "`.* TO `u`@`%`",
                "GRANT SELECT ON `" + without + "`.* TO `u`@`%`"));
    assertThat(grants.has("TRIGGER", "app_x")).isEqualTo(has);
    assertThat(grants.has("SELECT", "app_x")).isTrue();
  }

  @Test
  void addsUpWhatOthersAreGranted() {
    Grants grants =
        Grants.of(
            List.of(
                "GRANT SELECT ON `app\\_x`.* TO 'u'@'%'",
                "GRANT SHOW VIEW ON `app\\_x`.* TO `readers`",
                "GRANT TRIGGER ON `app\\_x`.* TO `others`",
                "GRANT CREATE ON `app%`.* TO `others`",
                "GRANT EVENT ON `app%`.* TO PUBLIC"));
    assertThat(grants.missing(List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT"), "app_x"))
        .isEmpty();
    assertThat(grants.has("CREATE", "app_x")).isFalse();
    assertThat(grants.readAs(MERGED).has("CREATE", "app_x")).isTrue();
  }

  /** Another line would be of no use, or take away what the lines give that counted before. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app\\_x | app\\_% | app\\_x
          app\\_% | app%   | app\\_%
          app_x  | other  | app_x
          app%   | app_x  | app% app_x
          other  | appy   | app\\_x
          """)
  void givesWhatIsMissingOnTheLinesThatDecide(String first, String second, String patterns) {
    Grants grants =
        Grants.of(
            List.of(
                "GRANT SELECT ON `" + first + "`.* TO `u`@`%`",
                "GRANT SELECT ON `" + second + "`.* TO `u`@`%`",
                "GRANT SELECT ON `app_x`.`t` TO `u`@`%`",
                "GRANT SELECT ON `app\\_x`.* TO `readers`"));
    assertThat(grants.giving("EVENT", "app_x"))
        .isEqualTo(
            Arrays.stream(patterns.split(" "))
                .map(pattern -> "EVENT ON `" + pattern + "`.*")
                .toList());
  }

  @Test
  void givesWhatRolesLackWhereTheServerLooksFirst() {
    List<String> lines =
        List.of("GRANT SELECT ON `app%`.* TO `u`@`%`", "GRANT SELECT ON `app_x`.* TO `u`@`%`");
    assertThat(Grants.of(lines).readAs(MERGED).giving("EVENT", "app_x"))
        .containsExactly("EVENT ON `app_x`.*");
    assertThat(Grants.of(lines).readAs(MERGED).giving("EVENT", "appy"))
        .containsExactly("EVENT ON `app%`.*");
  }

  /** As MySQL has them with {@code partial_revokes}. */
  @Test
  void knowsNamesThatAreNoPatterns() {
    Grants grants =
        Grants.of(
                List.of(
                    "GRANT SELECT ON `app_x`.* TO `u`@`%`",
                    "GRANT TRIGGER ON `app\\_x`.* TO `u`@`%`",
                    "GRANT EVENT ON `app%`.* TO `u`@`%`"))
            .readAs(new Reading(false, false, true));
    assertThat(grants.missing(List.of("SELECT", "TRIGGER", "EVENT"), "app_x"))
        .containsExactly("TRIGGER", "EVENT");
    assertThat(grants.giving("EVENT", "app_x")).containsExactly("EVENT ON `app_x`.*");
    assertThat(grants.giving("EVENT", "app_y")).containsExactly("EVENT ON `app_y`.*");
  }

  /** As servers on Windows and macOS have them. */
  @Test
  void knowsNamesThatTheServerHasInSmallLetters() {
    Grants grants =
        Grants.of(
            List.of(
                "GRANT SELECT ON `shop`.* TO 'u'@'%'", "GRANT INSERT ON `other`.`t` TO 'u'@'%'"));
    Grants folded = grants.readAs(new Reading(false, true, false));
    assertThat(grants.has("SELECT", "Shop")).isFalse();
    assertThat(folded.has("SELECT", "Shop")).isTrue();
    assertThat(folded.hasOnTable("INSERT", "Other", "T")).isTrue();
  }
}
