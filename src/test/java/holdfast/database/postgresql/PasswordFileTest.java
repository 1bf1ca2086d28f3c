package holdfast.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordFileTest {

  @Test
  void escapesWhatSeparatesItsFields() {
    assertThat(PasswordFile.text(Optional.of(new Secret("a:b\\c"))))
        .isEqualTo("*:*:*:*:a\\:b\\\\c\n");
    assertThat(PasswordFile.text(Optional.empty())).isEmpty();
  }
}
