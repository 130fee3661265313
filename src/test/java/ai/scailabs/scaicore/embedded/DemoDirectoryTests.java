package ai.scailabs.scaicore.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ai.scailabs.scaicore.testing.ServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class DemoDirectoryTests {

  @Autowired JdbcClient jdbc;
  @Autowired DemoDirectory demo;

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
                    join scaigrid_custom_roles r on r.id = c.role_id\
                    """)
                .query(String.class)
                .list())
        .contains("reviewer@acme grp_finance reviewer");
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
              (select count(*) from scaigrid_group_members))\
            """)
        .query(String.class)
        .single();
  }
}
