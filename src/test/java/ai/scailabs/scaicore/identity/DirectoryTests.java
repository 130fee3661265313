package ai.scailabs.scaicore.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.testing.ServerTest;
import ai.scailabs.scaicore.testing.Town;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class DirectoryTests {

  @Autowired Directory directory;
  @Autowired DirectoryWriter writer;
  @Autowired JdbcClient jdbc;

  Town town;
  Tenant tenant;
  User user;

  @BeforeEach
  void setUp() {
    town = new Town(writer);
    tenant = town.tenant();
    user = town.user(tenant, BuiltInRole.TENANT_USER);
  }

  @Test
  void aUserIsFoundByIdOrEmailInTheirTenantOnly() {
    assertThat(directory.user(tenant.id(), user.id())).contains(user);
    assertThat(directory.user(tenant.id(), user.email().toUpperCase(Locale.ROOT))).contains(user);
    assertThat(directory.user(town.tenant().id(), user.id())).isEmpty();
    var inactive = town.user(tenant, false);
    assertThat(directory.user(tenant.id(), inactive.email()).orElseThrow().active()).isFalse();
  }

  @Test
  void groupsTenantsAndPartnersAreFound() {
    var group = town.group(user);
    assertThat(directory.group(tenant.id(), group)).isPresent();
    assertThat(directory.group(town.tenant().id(), group)).isEmpty();
    assertThat(directory.tenant(tenant.id())).isEqualTo(tenant);
    assertThat(directory.tenantBySlug(tenant.slug())).contains(tenant);
    assertThat(directory.tenantsOf(tenant.partnerId())).contains(tenant);
    assertThat(directory.partner(tenant.partnerId())).isEqualTo(town.partner());
    assertThatThrownBy(() -> directory.tenant("ten_none")).hasMessageContaining("ten_none");
  }

  @Test
  void aRoleIsBuiltInOrTheTenantsOwn() {
    var role = town.role(user);
    assertThat(directory.roleExists(tenant.id(), "tenant_admin")).isTrue();
    assertThat(directory.roleExists(tenant.id(), role)).isTrue();
    assertThat(directory.roleExists(town.tenant().id(), role)).isFalse();
    assertThat(directory.roleExists(tenant.id(), "nobody")).isFalse();
  }

  @Test
  void fillingTheDirectoryTwiceChangesNothing() {
    writer.add(tenant);
    writer.add(
        new User(user.id(), tenant.id(), "other@x", "Other", false),
        Set.of(BuiltInRole.TENANT_USER));
    assertThat(directory.user(tenant.id(), user.id())).contains(user);
  }

  @Test
  void onlyTheHashOfAKeyIsStored() {
    var key = town.key(user);
    var row =
        jdbc.sql("select k::text from scaigrid_api_keys k where user_id = ?")
            .param(user.id())
            .query(String.class)
            .single();
    assertThat(row).contains(key.substring(0, 12)).doesNotContain(key.substring(12));
  }
}
