package holdfast.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import holdfast.model.Failure;
import holdfast.model.FailureCode;
import holdfast.model.FailureException;
import holdfast.model.WebUrl;
import holdfast.testing.RecordingLog;
import holdfast.testing.StubHttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask for an import must not reach what only this machine reaches, by whatever detour. */
class RefusedFetchTest {
  private static final byte[] FILE = {1, 2, 3};
  private static final FetchLimits LIMITS = FetchLimits.of(1000, Duration.ofMinutes(1));

  private final RecordingLog log = new RecordingLog();
  private final Names names = new Names();
  private StubHttpServer server;
  private StubHttpServer.Script script = (request, answer) -> answer.whole(FILE);

  @BeforeEach
  void start() throws IOException {
    server = StubHttpServer.start((request, answer) -> script.answer(request, answer));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** A name service of the test's own; each look takes the next answer, the last one stays. */
  private static final class Names implements NameResolver {
    private final Map<String, Deque<InetAddress[]>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    void put(String host, String... addresses) {
      answers
          .computeIfAbsent(host, key -> new ArrayDeque<>())
          .add(Arrays.stream(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      asked.add(host);
      Deque<InetAddress[]> left = answers.get(host);
      if (left == null) {
        throw new UnknownHostException(host);
      }
      return left.size() > 1 ? left.removeFirst() : left.getFirst();
    }
  }

  private byte[] fetch(String url, String... allowed) throws IOException {
    AddressPolicy policy = AddressPolicy.allowing(List.of(allowed));
    try (InputStream file = new Fetcher(policy, LIMITS, names).open(new WebUrl(url), log)) {
      return file.readAllBytes();
    }
  }

  private Failure refusal(String url, String... allowed) {
    return catchThrowableOfType(FailureException.class, () -> fetch(url, allowed)).failure();
  }

  private String at(String host) {
    return "http://" + host + ":" + server.port() + "/";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "localhost",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1%25lo]",
      })
  void noFormOfThisMachinesAddressIsConnectedTo(String host) {
    Fetcher fetcher = new Fetcher(AddressPolicy.allowing(List.of()), LIMITS);

    FailureException refused =
        catchThrowableOfType(
            FailureException.class, () -> fetcher.open(new WebUrl(at(host)), log).readAllBytes());

    assertThat(refused.failure().code())
        .isIn(
            FailureCode.IMPORT_REFUSED, // seen to be an address, and refused
            FailureCode.IMPORT_FAILED, // no name that anybody knows
            FailureCode.CONNECTION_INVALID); // no host as URLs have them
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "[fd00:ec2::254]"
      })
  void theMessageSaysWhichSettingAllowsIt(String host) {
    Fetcher fetcher = new Fetcher(AddressPolicy.allowing(List.of()), LIMITS);

    FailureException refused =
        catchThrowableOfType(
            FailureException.class,
            () -> fetcher.open(new WebUrl("http://" + host + "/"), log).readAllBytes());

    assertThat(refused.failure().code()).isEqualTo(FailureCode.IMPORT_REFUSED);
    assertThat(refused.failure().hint()).contains("HOLDFAST_IMPORT_ALLOW");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://files.test/a",
        "file:///etc/passwd",
        "jar:http://files.test/a!/b",
        "http:///a",
        "http://files.test:0/a",
        "http://files.test:70000/a",
        "//files.test/a",
        "http://files.test/a b",
      })
  void otherSchemesAndWhatIsNoUrlAreRefused(String url) {
    assertThat(refusal(url, "files.test").code()).isEqualTo(FailureCode.CONNECTION_INVALID);
    assertThat(names.asked).isEmpty();
  }

  @Test
  void aNameIsRefusedWhenOneOfItsAddressesIs() {
    names.put("files.test", "1.1.1.1", "127.0.0.1");

    Failure refusal = refusal(at("files.test"));

    assertThat(refusal.code()).isEqualTo(FailureCode.IMPORT_REFUSED);
    assertThat(refusal.message()).contains("files.test").contains("loopback");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void theAddressThatWasCheckedIsTheOneThatIsConnectedTo() throws Exception {
    names.put("files.test", "127.0.0.1");
    names.put("files.test", "127.0.0.2"); // where nobody listens

    assertThat(fetch(at("files.test"), "127.0.0.1")).isEqualTo(FILE);

    assertThat(names.asked).containsExactly("files.test");
  }

  @Test
  void aNameThatLeadsElsewhereByTheNextLookIsCheckedAgain() {
    names.put("files.test", "127.0.0.1");
    names.put("files.test", "127.0.0.2");
    script = (request, answer) -> answer.redirect(at("files.test") + "again");

    assertThat(refusal(at("files.test"), "127.0.0.1").code()).isEqualTo(FailureCode.IMPORT_REFUSED);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aRedirectToAnAddressThatIsNotAllowedIsRefused() {
    names.put("files.test", "127.0.0.1");
    names.put("inner.test", "127.0.0.1");
    script = (request, answer) -> answer.redirect(at("inner.test") + "?secret-signature");

    Failure refusal = refusal(at("files.test"), "files.test");

    assertThat(refusal.code()).isEqualTo(FailureCode.IMPORT_REFUSED);
    assertThat(refusal.message()).contains("inner.test");
    assertThat(refusal.toString() + log.lines()).doesNotContain("secret-");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void followsFiveRedirectsAndNoSixth() throws Exception {
    names.put("files.test", "127.0.0.1");
    script =
        (request, answer) -> {
          int left = Integer.parseInt(request.substring("GET /".length(), "GET /".length() + 1));
          if (left == 0) {
            answer.whole(FILE);
          } else {
            answer.redirect("/" + (left - 1));
          }
        };

    assertThat(fetch(at("files.test") + "5", "files.test")).isEqualTo(FILE);
    assertThat(refusal(at("files.test") + "6", "files.test").message()).contains("5 redirects");
  }

  @Test
  void aRedirectWithoutAPlaceIsRefused() {
    names.put("files.test", "127.0.0.1");
    script = (request, answer) -> answer.head("302 Found\nContent-Length: 0");

    assertThat(refusal(at("files.test"), "files.test").code())
        .isEqualTo(FailureCode.IMPORT_REFUSED);
  }

  @Test
  void theLoginGoesToItsOwnServerOnly() throws Exception {
    names.put("files.test", "127.0.0.1");
    names.put("other.test", "127.0.0.1");
    script =
        (request, answer) -> {
          if (request.startsWith("GET /done")) {
            answer.whole(FILE);
          } else if (request.startsWith("GET /same")) {
            answer.redirect(at("other.test") + "done");
          } else {
            answer.redirect("/same");
          }
        };
    String url = at("files.test").replace("//", "//user:pass@");

    assertThat(fetch(url, "files.test", "other.test")).isEqualTo(FILE);

    assertThat(server.requests())
        .extracting(request -> request.contains("Authorization: Basic dXNlcjpwYXNz"))
        .containsExactly(true, true, false);
  }
}
