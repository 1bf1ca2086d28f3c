package holdfast.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.catalog.AccessStore.Role;
import holdfast.catalog.AccessStore.Token;
import holdfast.catalog.Catalog;
import holdfast.catalog.PageRequest;
import holdfast.catalog.SqliteCatalog;
import holdfast.model.IdGenerator;
import holdfast.model.Secret;
import holdfast.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
  private static final Secret FIRST = new Secret("the-first-admin-token");
  private static final Secret SECOND = new Secret("the-second-admin-token");

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final IdGenerator ids = new IdGenerator(clock);
  private Catalog catalog;
  private AdminToken admin;
  private Tokens tokens;

  @BeforeEach
  void open() throws IOException {
    catalog =
        SqliteCatalog.open(
            folder.resolve("catalog.db"),
            TinkSecretCipher.fromFile(folder.resolve("key.json"), true),
            (backup, copy) -> "{}");
    admin = new AdminToken(catalog, ids, clock);
    tokens = new Tokens(catalog, ids, clock);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void mayDoEverythingEverywhere() {
    admin.use(FIRST);
    Access access = tokens.authenticate(FIRST.reveal()).orElseThrow();
    for (Permission permission : Permission.values()) {
      assertThat(access.mayEverywhere(permission)).isTrue();
    }
  }

  @Test
  void isMadeOnceHoweverOftenTheServerStarts() {
    admin.use(FIRST);
    Access before = tokens.authenticate(FIRST.reveal()).orElseThrow();
    admin.use(new Secret(FIRST.reveal() + "\n"));
    assertThat(tokens.authenticate(FIRST.reveal())).contains(before);
    assertThat(records()).hasSize(1);
  }

  @Test
  void isReplacedByTheNextThatIsConfigured() {
    admin.use(FIRST);
    admin.use(SECOND);
    assertThat(tokens.authenticate(FIRST.reveal())).isEmpty();
    assertThat(tokens.authenticate(SECOND.reveal())).isPresent();
  }

  @Test
  void doesNotTouchTheTokensThatAdministratorsMade() {
    admin.use(FIRST);
    Access access = tokens.authenticate(FIRST.reveal()).orElseThrow();
    Tokens.Issued issued = tokens.issue(AdminToken.ROLE_NAME, access.role(), null).orElseThrow();
    admin.use(SECOND);
    assertThat(tokens.authenticate(issued.text().reveal())).isPresent();
    assertThatThrownBy(() -> admin.use(issued.text()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("take a new one");
  }

  @Test
  void findsItsEarlierTokensAmongManyOthers() {
    admin.use(FIRST);
    Access access = tokens.authenticate(FIRST.reveal()).orElseThrow();
    for (int i = 0; i < 250; i++) {
      assertThat(tokens.issue("Other", access.role(), null)).isPresent();
    }
    admin.use(SECOND);
    assertThat(tokens.authenticate(FIRST.reveal())).isEmpty();
    assertThat(records().stream().filter(token -> token.revokedAt() == null)).hasSize(251);
  }

  @Test
  void givesBackAdministrationToWhoLockedHimselfOut() {
    admin.use(FIRST);
    Role role =
        catalog.read(stores -> stores.access().roleByName(AdminToken.ROLE_NAME)).orElseThrow();
    Role crippled = new Role(role.id(), role.name(), Set.of(), Set.of(), role.createdAt());
    change(crippled);
    assertThat(tokens.authenticate(FIRST.reveal()).orElseThrow().permissions()).isEmpty();
    admin.use(FIRST);
    assertThat(
            tokens
                .authenticate(FIRST.reveal())
                .orElseThrow()
                .mayEverywhere(Permission.ACCESS_MANAGE))
        .isTrue();
  }

  private void change(Role role) {
    catalog.write(
        stores -> {
          stores.access().update(role);
          return true;
        });
  }

  @Test
  void doesNotReviveATokenThatWasRevoked() {
    admin.use(FIRST);
    admin.use(SECOND);
    assertThatThrownBy(() -> admin.use(FIRST))
        .isInstanceOf(RefusedException.class)
        .hasMessageNotContaining(FIRST.reveal());
    assertThat(tokens.authenticate(FIRST.reveal())).isEmpty();
    assertThat(tokens.authenticate(SECOND.reveal())).isPresent();
  }

  @Test
  void isNotTooShort() {
    assertThatThrownBy(() -> admin.use(new Secret("  fifteen-letters   ")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("fewer than 16 characters");
  }

  @Test
  void isMadeInAFileForItsOwnerOnlyWhenNoneIsConfigured() throws IOException {
    Path file = folder.resolve("admin-token");
    admin.useFile(file);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String token = Files.readString(file).strip();
    assertThat(token).startsWith("hf_").hasSize(46);
    assertThat(tokens.authenticate(token)).isPresent();
    admin.useFile(file);
    assertThat(Files.readString(file).strip()).isEqualTo(token);
    assertThat(records()).hasSize(1);
  }

  @Test
  void isMadeAnewInItsFileWhenItWasRevoked() throws IOException {
    Path file = folder.resolve("admin-token");
    admin.useFile(file);
    String before = Files.readString(file).strip();
    admin.use(SECOND);
    admin.useFile(file);
    assertThat(Files.readString(file).strip()).isNotEqualTo(before);
    assertThat(tokens.authenticate(Files.readString(file).strip())).isPresent();
    assertThat(tokens.authenticate(before)).isEmpty();
  }

  @Test
  void isNotTakenFromAFileThatOthersMayRead() throws IOException {
    Path file = folder.resolve("admin-token");
    admin.useFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> admin.useFile(file))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void isMadeByTheFirstOfSeveralNodesAndLeftAloneByTheOthers() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    assertThat(admin.shareFile(first)).isTrue();
    String token = Files.readString(first).strip();

    assertThat(admin.shareFile(second)).isFalse();
    assertThat(second).doesNotExist();
    assertThat(admin.shareFile(first)).as("the first node starts again").isTrue();

    assertThat(tokens.authenticate(token)).isPresent();
    assertThat(records()).hasSize(1);
  }

  @Test
  void aNodeLeavesTheTokenThatAnotherWasGiven() throws IOException {
    Path file = folder.resolve("admin-token");
    admin.shareFile(file);
    String before = Files.readString(file).strip();
    admin.use(SECOND);

    assertThat(admin.shareFile(file)).isFalse();

    assertThat(tokens.authenticate(SECOND.reveal())).isPresent();
    assertThat(tokens.authenticate(before)).isEmpty();
    assertThat(Files.readString(file).strip()).isEqualTo(before);
  }

  @Test
  void aNodeMakesATokenWhereNoneIsValidAnyMore() throws IOException {
    Path file = folder.resolve("admin-token");
    admin.shareFile(file);
    String before = Files.readString(file).strip();
    revoke(before);

    assertThat(admin.shareFile(file)).isTrue();

    assertThat(Files.readString(file).strip()).isNotEqualTo(before);
    assertThat(tokens.authenticate(Files.readString(file).strip())).isPresent();
  }

  @Test
  void aNodeThatDiedBeforeItsTokenWasValidTakesItUp() throws IOException {
    Path file = folder.resolve("admin-token");
    Files.writeString(file, FIRST.reveal() + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThat(admin.shareFile(file)).isTrue();
    assertThat(tokens.authenticate(FIRST.reveal())).isPresent();
  }

  private void revoke(String text) {
    Token token = records().getFirst();
    catalog.write(
        stores -> {
          stores.access().revoke(token.id(), clock.instant());
          return true;
        });
    assertThat(tokens.authenticate(text)).isEmpty();
  }

  private List<Token> records() {
    return catalog.read(stores -> stores.access().tokens(PageRequest.first(1000))).items();
  }
}
