package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingListTest {

  @Test
  void aListIsTakenApart() {
    assertThat(SettingList.values("Search_Path", "\"$user\", public,x"))
        .containsExactly("$user", "public", "x");
    assertThat(SettingList.values("search_path", "\"a \"\"b\"\"\", \"c, d\", \"\", \"\"\"\""))
        .containsExactly("a \"b\"", "c, d", "", "\"");
    assertThat(SettingList.values("search_path", "\"\"")).containsExactly("");
    assertThat(SettingList.values("search_path", "")).containsExactly("");
  }

  @Test
  void anythingElseIsOneValue() {
    assertThat(SettingList.values("my.list", "a, \"b\"")).isEqualTo(List.of("a, \"b\""));
  }
}
