package holdfast.database.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.database.mysql.ViewRights.Need;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewRightsTest {
  /** Servers refuse a GRANT for information_schema. */
  @Test
  void areAskedForWhereTheyCanBeGiven() {
    byte[] view =
        """
        CREATE VIEW `v` AS select `t`.`a` AS `a` from ((`shop`.`t` join `other`.`u`)
          join `information_schema`.`TABLES` `i`)
        """
            .getBytes(UTF_8);
    assertThat(ViewRights.unmet(view, "shop", Grants.of(List.of())))
        .containsExactly(new Need(List.of("SELECT"), "other", "u", false));
  }
}
