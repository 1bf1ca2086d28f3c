package holdfast.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.UnreadableSecretException;
import holdfast.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkSecretCipherTest {
  @TempDir private Path folder;
  private Path key;

  @BeforeEach
  void namesTheFile() {
    key = folder.resolve("key.json");
  }

  private TinkSecretCipher fresh() throws IOException {
    return TinkSecretCipher.fromFile(key, true);
  }

  @Test
  void opensWhatItSealedAlsoAfterARestart() throws IOException {
    byte[] sealed = fresh().seal("päss word", "addon/1");
    assertThat(TinkSecretCipher.fromFile(key, false).open(sealed, "addon/1"))
        .isEqualTo("päss word");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("word");
  }

  @Test
  void sealsTheSameSecretDifferentlyEachTime() throws IOException {
    TinkSecretCipher cipher = fresh();
    assertThat(cipher.seal("secret", "a")).isNotEqualTo(cipher.seal("secret", "a"));
  }

  @Test
  void opensNothingOfAnotherRowNothingChangedAndNothingOfAnotherKey() throws IOException {
    TinkSecretCipher cipher = fresh();
    byte[] sealed = cipher.seal("secret", "addon/1");
    assertThatThrownBy(() -> cipher.open(sealed, "addon/2"))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageContaining("addon/2");
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> cipher.open(changed, "addon/1"))
          .isInstanceOf(UnreadableSecretException.class);
    }
    TinkSecretCipher other = TinkSecretCipher.fromFile(folder.resolve("other.json"), true);
    assertThatThrownBy(() -> other.open(sealed, "addon/1"))
        .isInstanceOf(UnreadableSecretException.class);
  }

  @Test
  void makesTheKeyFileForItsOwnerOnlyAndLeavesNothingElse() throws IOException {
    fresh();
    assertThat(Files.getPosixFilePermissions(key))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(key);
    }
  }

  @Test
  void makesNoNewKeyForACatalogThatIsNotNew() {
    assertThatThrownBy(() -> TinkSecretCipher.fromFile(key, false))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(key.toString())
        .hasMessageContaining("missing");
    assertThat(key).doesNotExist();
  }

  @Test
  void refusesAKeyFileThatOthersMayReadAndSaysHowToMendIt() throws IOException {
    fresh();
    for (String open : Set.of("rw-r-----", "rw----r--", "rw--w----", "rwx--x---")) {
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(open));
      assertThatThrownBy(this::fresh)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("chmod 600 " + key);
    }
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
    assertThat(fresh()).isNotNull();
  }

  @Test
  void refusesAKeyFileThatIsALinkOrAFolder() throws IOException {
    Path real = folder.resolve("real.json");
    TinkSecretCipher.fromFile(real, true);
    Files.createSymbolicLink(key, real);
    assertThatThrownBy(this::fresh).isInstanceOf(RefusedException.class);
    Files.delete(key);
    Files.createSymbolicLink(key, folder.resolve("dangling"));
    assertThatThrownBy(this::fresh).isInstanceOf(RefusedException.class);
    Files.delete(key);
    Files.createDirectory(key);
    assertThatThrownBy(this::fresh).isInstanceOf(RefusedException.class);
  }

  @Test
  void refusesAKeyFileThatHoldsNoKeyWithoutQuotingIt() throws IOException {
    fresh();
    for (String content : Set.of("", "{}", "half of a key", "{\"primaryKeyId\":1,\"key\":[]}")) {
      Files.writeString(key, content);
      assertThatThrownBy(this::fresh)
          .isInstanceOf(RefusedException.class)
          .hasNoCause()
          .hasMessage(key + " is not a Tink AEAD keyset in JSON");
    }
  }

  @Test
  void takesAGivenKeysetAsJsonOrAsBase64() throws IOException {
    byte[] sealed = fresh().seal("secret", "a");
    String json = Files.readString(key);
    String base64 = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    for (String given : Set.of(json, base64, "\n" + base64 + "\n")) {
      assertThat(TinkSecretCipher.fromKeyset(new Secret(given)).open(sealed, "a"))
          .isEqualTo("secret");
    }
    for (String given : Set.of("", "no keyset", "äöü", "{")) {
      assertThatThrownBy(() -> TinkSecretCipher.fromKeyset(new Secret(given)))
          .isInstanceOf(RefusedException.class)
          .hasNoCause();
    }
  }

  @Test
  void sharesOneKeyAmongNodesThatStartAtOnce() throws Exception {
    int nodes = 8;
    CyclicBarrier start = new CyclicBarrier(nodes);
    Callable<TinkSecretCipher> node =
        () -> {
          start.await();
          return fresh();
        };
    try (ExecutorService executor = Executors.newFixedThreadPool(nodes)) {
      var ciphers = executor.invokeAll(IntStream.range(0, nodes).mapToObj(i -> node).toList());
      byte[] sealed = ciphers.getFirst().get().seal("secret", "a");
      for (Future<TinkSecretCipher> cipher : ciphers) {
        assertThat(cipher.get().open(sealed, "a")).isEqualTo("secret");
      }
    }
  }
}
