package holdfast.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final InetAddress PRIVATE = InetAddress.ofLiteral("10.1.2.3");

  @Test
  void allowsOnlyThePublicInternetUnlessTold() {
    AddressPolicy policy = AddressPolicy.allowing(List.of());

    assertThat(policy.refusal("files.example.org", PRIVATE)).contains("private");
    assertThat(policy.refusal("files.example.org", InetAddress.ofLiteral("1.1.1.1"))).isEmpty();
  }

  @Test
  void allowsARangeAndNothingBesideIt() {
    AddressPolicy policy = AddressPolicy.allowing(List.of("10.1.0.0/16", "fd00::1"));

    assertThat(policy.refusal("any", PRIVATE)).isEmpty();
    assertThat(policy.refusal("any", InetAddress.ofLiteral("10.2.0.1"))).contains("private");
    assertThat(policy.refusal("any", InetAddress.ofLiteral("fd00::1"))).isEmpty();
    assertThat(policy.refusal("any", InetAddress.ofLiteral("fd00::2"))).contains("private");
  }

  @Test
  void allowsAHostWhateverItsAddressesAndNoOtherNameOfThem() {
    AddressPolicy policy = AddressPolicy.allowing(List.of("Files.Internal"));

    assertThat(policy.refusal("FILES.internal", PRIVATE)).isEmpty();
    assertThat(policy.refusal("sub.files.internal", PRIVATE)).contains("private");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/33",
        "10.0.0.0/x",
        "300.1.1.1",
        "10.1",
        "::g",
        "a b",
        "*.internal",
        "/8"
      })
  void refusesWhatIsNeitherAndNamesIt(String entry) {
    assertThatThrownBy(() -> AddressPolicy.allowing(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(entry);
  }
}
