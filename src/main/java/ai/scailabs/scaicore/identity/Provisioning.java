package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.Ids;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts users into the directory as their tokens describe them. */
@Component
class Provisioning {

  private final JdbcClient jdbc;
  private final KeyRevocation keys;
  private final AuditTrail audit;

  Provisioning(JdbcClient jdbc, KeyRevocation keys, AuditTrail audit) {
    this.jdbc = jdbc;
    this.keys = keys;
    this.audit = audit;
  }

  Optional<Provisioned> find(TokenClaims claims) {
    return jdbc.sql(
            """
            select u.id, u.email, u.display_name, u.active, u.claims_issued_at,
              exists (select from scaigrid_users o
                where o.tenant_id = u.tenant_id and lower(o.email) = lower(cast(:email as text))
                  and o.id <> u.id),
              array(select role from scaigrid_user_roles r
                where r.tenant_id = u.tenant_id and r.user_id = u.id and r.from_token),
              array(select role from scaigrid_user_roles r
                where r.tenant_id = u.tenant_id and r.user_id = u.id and not r.from_token),
              array(select g.name from scaigrid_group_members m
                join scaigrid_groups g on g.tenant_id = m.tenant_id and g.id = m.group_id
                where m.tenant_id = u.tenant_id and m.user_id = u.id and m.from_token),
              array(select g.name from scaigrid_group_members m
                join scaigrid_groups g on g.tenant_id = m.tenant_id and g.id = m.group_id
                where m.tenant_id = u.tenant_id and m.user_id = u.id and not m.from_token)
            from scaigrid_users u where u.tenant_id = :tenant and u.subject = :subject\
            """)
        .param("email", claims.email())
        .param("tenant", claims.tenantId())
        .param("subject", claims.subject())
        .query(Provisioning::row)
        .optional();
  }

  /**
   * Makes the directory say what the token says. Of several requests at once, on whatever replica,
   * one does it and the others find it done.
   */
  @Transactional
  void provision(TokenClaims claims) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param(claims.tenantId() + "\n" + claims.subject())
        .query()
        .singleRow();
    var known = find(claims);
    if (known.isPresent() && !known.get().learnsFrom(claims)) {
      return;
    }
    boolean first = known.isEmpty();
    var id = first ? linked(claims).orElseGet(() -> added(claims)) : known.get().id();
    describe(id, claims);
    giveRoles(id, claims);
    joinGroups(id, claims);
    audit.record(claims.tenantId(), first ? "user.provision" : "user.update", id);
  }

  /**
   * The user of this address whom no token has spoken for so far: theirs from now on, and no longer
   * that of whoever made keys for them. Addresses that differ in more than the case of A-Z are
   * different, whatever the database's language makes of them.
   */
  private Optional<String> linked(TokenClaims claims) {
    var id =
        jdbc.sql(
                """
                update scaigrid_users set subject = :subject
                where tenant_id = :tenant and lower(email) = lower(cast(:email as text))
                  and lower(email collate "C") = lower(cast(:email as text) collate "C")
                  and subject is null
                returning id\
                """)
            .param("subject", claims.subject())
            .param("tenant", claims.tenantId())
            .param("email", claims.email())
            .query(String.class)
            .optional();
    id.ifPresent(user -> keys.revokeMade(claims.tenantId(), user));
    return id;
  }

  /** An address that is somebody else's is not theirs, whatever the token says. */
  private String added(TokenClaims claims) {
    var id = Ids.next("usr_");
    var none = id + "@no-email.invalid";
    var email = Objects.requireNonNullElse(claims.email(), none);
    if (insert(id, email, claims) == 0) {
      insert(id, none, claims);
    }
    return id;
  }

  private int insert(String id, String email, TokenClaims claims) {
    return jdbc.sql(
            """
            insert into scaigrid_users (id, tenant_id, email, display_name, subject)
            values (?, ?, ?, ?, ?) on conflict do nothing\
            """)
        .params(
            id,
            claims.tenantId(),
            email,
            Objects.requireNonNullElse(claims.name(), claims.subject()),
            claims.subject())
        .update();
  }

  private void describe(String id, TokenClaims claims) {
    jdbc.sql(
            """
            update scaigrid_users u set claims_issued_at = :issued,
              display_name = coalesce(cast(:name as text), display_name),
              email = case when cast(:email as text) is null or exists (
                  select from scaigrid_users o
                  where o.tenant_id = :tenant and lower(o.email) = lower(cast(:email as text)) and o.id <> u.id)
                then email else :email end
            where u.tenant_id = :tenant and u.id = :id\
            """)
        .param("issued", claims.issuedAt().atOffset(ZoneOffset.UTC))
        .param("name", claims.name())
        .param("email", claims.email())
        .param("tenant", claims.tenantId())
        .param("id", id)
        .update();
  }

  private void giveRoles(String id, TokenClaims claims) {
    var words = claims.roles().stream().map(BuiltInRole::word).toArray(String[]::new);
    jdbc.sql(
            """
            delete from scaigrid_user_roles
            where tenant_id = ? and user_id = ? and from_token and role <> all(?)\
            """)
        .params(claims.tenantId(), id, words)
        .update();
    int more =
        jdbc.sql(
                """
                insert into scaigrid_user_roles (tenant_id, user_id, role, from_token)
                select ?, ?, unnest(?), true on conflict do nothing\
                """)
            .params(claims.tenantId(), id, words)
            .update();
    if (more > 0) {
      keys.revokeOthers(claims.tenantId(), id, maker -> true);
    }
  }

  private void joinGroups(String id, TokenClaims claims) {
    // In the order of their names, so that two who make the same groups do not wait for each other.
    for (var name : claims.groups()) {
      var group = Ids.next("grp_");
      int made =
          jdbc.sql(
                  """
                  insert into scaigrid_groups (id, tenant_id, name)
                  select ?, ?, ? where not exists (
                    select from scaigrid_groups where tenant_id = ? and name = ?)
                  on conflict do nothing\
                  """)
              .params(group, claims.tenantId(), name, claims.tenantId(), name)
              .update();
      if (made > 0) {
        audit.record(claims.tenantId(), "group.create", group);
      }
    }
    var names = claims.groups().toArray(String[]::new);
    jdbc.sql(
            """
            delete from scaigrid_group_members m using scaigrid_groups g
            where m.tenant_id = ? and m.user_id = ? and m.from_token
              and g.tenant_id = m.tenant_id and g.id = m.group_id and g.name <> all(?)\
            """)
        .params(claims.tenantId(), id, names)
        .update();
    jdbc.sql(
            """
            insert into scaigrid_group_members (tenant_id, group_id, user_id, from_token)
            select tenant_id, id, ?, true from scaigrid_groups
            where tenant_id = ? and name = any(?) on conflict do nothing\
            """)
        .params(id, claims.tenantId(), names)
        .update();
  }

  private static Provisioned row(ResultSet row, int number) throws SQLException {
    var learntAt = row.getObject(5, OffsetDateTime.class);
    return new Provisioned(
        row.getString(1),
        row.getString(2),
        row.getBoolean(6),
        row.getString(3),
        row.getBoolean(4),
        learntAt == null ? null : learntAt.toInstant(),
        roles(row.getArray(7)),
        roles(row.getArray(8)),
        words(row.getArray(9)),
        words(row.getArray(10)));
  }

  private static Set<BuiltInRole> roles(Array array) throws SQLException {
    return words(array).stream()
        .flatMap(word -> BuiltInRole.of(word).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> words(Array array) throws SQLException {
    return Arrays.stream((String[]) array.getArray()).collect(Collectors.toUnmodifiableSet());
  }
}
