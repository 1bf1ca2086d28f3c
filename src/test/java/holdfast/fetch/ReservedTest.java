package holdfast.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedTest {

  @ParameterizedTest
  @CsvSource({
    "unspecified, 0.0.0.0",
    "unspecified, 0.1.2.3",
    "private, 10.255.0.1",
    "private, 100.64.0.1",
    "private, 100.100.100.200",
    "loopback, 127.0.0.1",
    "loopback, 127.255.255.254",
    "a cloud's own, 168.63.129.16",
    "link-local, 169.254.169.254",
    "private, 172.16.0.1",
    "private, 172.31.255.255",
    "reserved, 192.0.0.192",
    "private, 192.168.1.1",
    "private, 198.19.0.1",
    "multicast, 224.0.0.1",
    "multicast, 239.255.255.255",
    "reserved, 255.255.255.255",
    "unspecified, ::",
    "loopback, ::1",
    "link-local, fe80::1",
    "private, fd00:ec2::254",
    "private, fc00::1",
    "multicast, ff02::1",
    "reserved, fec0::1",
    "reserved, ::127.0.0.1",
    "reserved, 2001:db8::1",
    "reserved, 2001:0:53aa:64c:0:0:80ff:fffe", // Teredo of 127.0.0.1
    "reserved, 64:ff9b:1::7f00:1",
    "loopback, ::ffff:127.0.0.1",
    "link-local, ::ffff:a9fe:a9fe",
    "loopback, 64:ff9b::7f00:1",
    "link-local, 64:ff9b::169.254.169.254",
    "loopback, 2002:7f00:1::",
    "private, 2002:c0a8:101::1",
  })
  void isNoAddressOfThePublicInternet(String kind, String address) {
    assertThat(Reserved.kindOf(InetAddress.ofLiteral(address))).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.1",
        "100.128.0.1",
        "128.0.0.1",
        "172.32.0.1",
        "223.255.255.254",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "64:ff9b::101:101",
        "2002:101:101::1",
      })
  void isPublic(String address) {
    assertThat(Reserved.kindOf(InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.9.8.7, 11.0.0.0",
    "fd00::/7, fc12::1, fe00::",
    "10.0.0.1, 10.0.0.1, 10.0.0.2"
  })
  void aNetworkContainsWhatSharesItsPrefix(String network, String inside, String outside)
      throws Exception {
    assertThat(Arrays.asList(inside, outside))
        .filteredOn(it -> Network.parse(network).contains(InetAddress.ofLiteral(it)))
        .containsExactly(inside);
  }
}
