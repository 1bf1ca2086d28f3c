package holdfast.security;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.model.ProjectId;
import holdfast.model.RoleId;
import holdfast.model.TokenId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final ProjectId SHOP = ProjectId.of("0".repeat(24));
  private static final ProjectId LAB = ProjectId.of("1".repeat(24));

  private static Access access(@Nullable Set<ProjectId> projects, Permission... permissions) {
    return new Access(
        TokenId.of("2".repeat(24)), RoleId.of("3".repeat(24)), Set.of(permissions), projects);
  }

  @Test
  void deniesWhatIsNotGiven() {
    Access nobody = access(null);
    for (Permission permission : Permission.values()) {
      assertThat(nobody.may(permission)).isFalse();
      assertThat(nobody.may(permission, SHOP)).isFalse();
      assertThat(nobody.mayEverywhere(permission)).isFalse();
    }
  }

  @Test
  void limitsProjectPermissionsToTheRolesProjects() {
    Access inShop = access(Set.of(SHOP), Permission.ADDONS_READ, Permission.DESTINATIONS_READ);
    assertThat(inShop.may(Permission.ADDONS_READ)).isTrue();
    assertThat(inShop.may(Permission.ADDONS_READ, SHOP)).isTrue();
    assertThat(inShop.may(Permission.ADDONS_READ, LAB)).isFalse();
    assertThat(inShop.mayEverywhere(Permission.ADDONS_READ)).isFalse();
    assertThat(inShop.may(Permission.ADDONS_UPDATE, SHOP)).isFalse();
  }

  @Test
  void doesNotLimitAccountPermissions() {
    Access nowhere = access(Set.of(), Permission.ADDONS_READ, Permission.DESTINATIONS_READ);
    assertThat(nowhere.may(Permission.DESTINATIONS_READ, LAB)).isTrue();
    assertThat(nowhere.mayEverywhere(Permission.DESTINATIONS_READ)).isTrue();
    assertThat(nowhere.may(Permission.ADDONS_READ, SHOP)).isFalse();
  }

  @Test
  void knowsNoPermissionThatThisVersionDoesNotHave() {
    assertThat(Permission.known(Set.of("Project > Addons > General > Read", "Everything")))
        .containsExactly(Permission.ADDONS_READ);
  }
}
