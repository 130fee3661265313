package ai.scailabs.scaicore.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.operations.CannotStart;
import ai.scailabs.scaicore.testing.ServerTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

@ServerTest
class DemoDirectoryTests {

  @Autowired JdbcClient jdbc;
  @Autowired DemoDirectory demo;

  @Autowired private Directory directory;

  @Test
  void fillingItAgainChangesNothing() {
    var before = counts();

    demo.afterSingletonsInstantiated();

    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void theReviewerIsInTheFinanceGroupAndHasTheRole() {
    assertThat(
            jdbc.sql(
                    """
                    select u.email || ' ' || m.group_id || ' ' || r.name
                    from scaigrid_users u
                    join scaigrid_group_members m on m.user_id = u.id
                    join scaigrid_user_custom_roles c on c.user_id = u.id
                    join scaigrid_custom_roles r on r.id = c.role_id""")
                .query(String.class)
                .list())
        .contains("reviewer@acme grp_finance reviewer");
  }

  @Test
  void whereTheDemoIsOffItsKeysMustBeGone() {
    var production = new MockEnvironment();
    var check = new LeftoverDemoKeys(directory, production);
    assertThatThrownBy(check::afterSingletonsInstantiated)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("key_acme_root")
        .hasMessageContaining("revoke them");
    production.setProperty("scaicore.unsafe.allow", "demo");
    assertThatCode(check::afterSingletonsInstantiated).doesNotThrowAnyException();
    var embedded = new MockEnvironment().withProperty("scaicore.embedded.enabled", "true");
    assertThatCode(new LeftoverDemoKeys(directory, embedded)::afterSingletonsInstantiated)
        .doesNotThrowAnyException();
    assertThat(directory.liveKeys(List.of("sgk_" + "x".repeat(40)))).isEmpty();
  }

  private String counts() {
    return jdbc.sql(
            """
            select concat_ws(' ',
              (select count(*) from scaigrid_partners),
              (select count(*) from scaigrid_tenants),
              (select count(*) from scaigrid_users),
              (select count(*) from scaigrid_user_roles),
              (select count(*) from scaigrid_api_keys),
              (select count(*) from scaigrid_custom_roles),
              (select count(*) from scaigrid_custom_role_permissions),
              (select count(*) from scaigrid_user_custom_roles),
              (select count(*) from scaigrid_groups),
              (select count(*) from scaigrid_group_members))""")
        .query(String.class)
        .single();
  }
}
