package ai.scailabs.scaicore.core;

import static java.util.Objects.requireNonNull;

import ai.scailabs.scaicore.secrets.SecretAddress;
import ai.scailabs.scaicore.secrets.SecretBox;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import ai.scailabs.scaicore.web.ApiException.Detail;
import ai.scailabs.scaicore.web.ValidationFailed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The sealed secrets of Cores, by name. */
@Component
class CoreSecrets {

  private static final String TRIGGERS = "triggers.";
  private static final Logger log = LoggerFactory.getLogger(CoreSecrets.class);

  private final JdbcClient jdbc;
  private final SecretBox box;

  CoreSecrets(JdbcClient jdbc, SecretBox box) {
    this.jdbc = jdbc;
    this.box = box;
  }

  /**
   * Makes the secrets under a root those of a mask: seals the new, keeps the kept, drops the rest.
   *
   * @param root {@code environment} or {@code plugins}
   * @throws ValidationFailed when one is to be kept that is not there
   */
  void replace(String tenantId, String coreId, String root, SecretMask mask) {
    var stored = names(tenantId, coreId, root);
    var missing =
        mask.kept().stream()
            .filter(name -> !stored.contains(name))
            .sorted()
            .map(name -> new Detail(name, "has no stored secret to keep; send its value"))
            .toList();
    if (!missing.isEmpty()) {
      throw new ValidationFailed(
          missing.getFirst().field() + " " + missing.getFirst().message(), missing);
    }
    var dropped =
        stored.stream()
            .filter(name -> !mask.kept().contains(name) && !mask.values().containsKey(name))
            .toArray(String[]::new);
    if (dropped.length > 0) {
      remove(tenantId, coreId, dropped);
    }
    if (!mask.values().isEmpty()) {
      put(tenantId, coreId, mask.values());
    }
  }

  /** Opens every secret of a Core. */
  Map<String, String> open(String tenantId, String coreId) {
    var opened = new HashMap<String, String>();
    jdbc.sql("select name, sealed from mod_scaicore_secrets where tenant_id = ? and core_id = ?")
        .params(tenantId, coreId)
        .query(
            row -> {
              var name = row.getString("name");
              var address = new SecretAddress(tenantId, coreId, name);
              opened.put(name, box.open(address, row.getBytes("sealed")));
            });
    return opened;
  }

  /** Opens those of these secrets of a Core that there are. */
  Map<String, String> open(String tenantId, String coreId, Set<String> wanted) {
    var opened = new HashMap<String, String>();
    jdbc.sql(
            "select name, sealed from mod_scaicore_secrets where tenant_id = ? and core_id = ?"
                + " and name = any(?)")
        .params(tenantId, coreId, wanted.toArray(String[]::new))
        .query(
            row -> {
              var name = row.getString("name");
              var address = new SecretAddress(tenantId, coreId, name);
              opened.put(name, box.open(address, row.getBytes("sealed")));
            });
    return opened;
  }

  /** What the secrets of registered triggers, and of a program's, are called. */
  static String ofTrigger(String trigger) {
    return TRIGGERS + trigger;
  }

  /** Seals one secret, in the place of the one of its name. */
  void putOne(String tenantId, String coreId, String name, String value) {
    put(tenantId, coreId, Map.of(name, value));
  }

  /** Removes the secrets of registered triggers that are not among these. Index: its key. */
  void keepTriggers(String tenantId, String coreId, Set<UUID> ids) {
    jdbc.sql(
            """
            delete from mod_scaicore_secrets
            where tenant_id = ? and core_id = ? and name like 'triggers.%'
              and name not like 'triggers.program.%' and not name = any(?)
            """)
        .params(
            tenantId,
            coreId,
            ids.stream().map(id -> ofTrigger(id.toString())).toArray(String[]::new))
        .update();
  }

  /** Removes the secrets of triggers of a program that are not among these. Index: its key. */
  void keepProgramTriggers(String tenantId, String coreId, Set<String> triggers) {
    jdbc.sql(
            """
            delete from mod_scaicore_secrets
            where tenant_id = ? and core_id = ? and name like 'triggers.program.%'
              and not name = any(?)
            """)
        .params(
            tenantId, coreId, triggers.stream().map(CoreSecrets::ofTrigger).toArray(String[]::new))
        .update();
  }

  /** Moves the secrets inside a list up when an element of it goes; those of the element go too. */
  void removeElement(String tenantId, String coreId, String list, int index) {
    var below = list + "[";
    var stored = names(tenantId, coreId, list);
    if (stored.isEmpty()) {
      return;
    }
    var values = open(tenantId, coreId, stored);
    remove(tenantId, coreId, stored.toArray(String[]::new));
    var moved = new HashMap<String, String>();
    values.forEach(
        (name, value) -> {
          int end = name.indexOf(']', below.length());
          int at = end < 0 ? index : Integer.parseInt(name.substring(below.length(), end));
          if (at != index) {
            moved.put(below + (at > index ? at - 1 : at) + name.substring(end), value);
          }
        });
    if (!moved.isEmpty()) {
      put(tenantId, coreId, moved);
    }
  }

  /** Opens every secret of some Cores, but those that cannot be opened: nobody has them. */
  Map<String, Set<String>> openAll(Map<String, String> tenantOfCore) {
    var opened = new HashMap<String, Set<String>>();
    jdbc.sql(
            """
            select s.tenant_id, s.core_id, s.name, s.sealed from mod_scaicore_secrets s
            join unnest(?, ?) as given (tenant_id, core_id)
              on given.tenant_id = s.tenant_id and given.core_id = s.core_id
            """)
        .param(tenantOfCore.values().toArray(String[]::new))
        .param(tenantOfCore.keySet().toArray(String[]::new))
        .query(
            row -> {
              var core = row.getString("core_id");
              var address =
                  new SecretAddress(row.getString("tenant_id"), core, row.getString("name"));
              try {
                opened
                    .computeIfAbsent(core, id -> new HashSet<>())
                    .add(box.open(address, row.getBytes("sealed")));
              } catch (SecretNotOpened e) {
                log.debug("a secret of core {} cannot be opened", core, e);
              }
            });
    return opened;
  }

  private Set<String> names(String tenantId, String coreId, String root) {
    return jdbc
        .sql("select name from mod_scaicore_secrets where tenant_id = ? and core_id = ?")
        .params(tenantId, coreId)
        .query(String.class)
        .stream()
        .filter(name -> name.startsWith(root + ".") || name.startsWith(root + "["))
        .collect(Collectors.toSet());
  }

  private void put(String tenantId, String coreId, Map<String, String> values) {
    var names = values.keySet().toArray(String[]::new);
    var sealed = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      var address = new SecretAddress(tenantId, coreId, names[i]);
      sealed[i] = box.seal(address, requireNonNull(values.get(names[i])));
    }
    jdbc.sql(
            """
            insert into mod_scaicore_secrets (tenant_id, core_id, name, sealed)
            select ?, ?, given.name, given.sealed from unnest(?, ?) as given (name, sealed)
            on conflict (tenant_id, core_id, name) do update set sealed = excluded.sealed
            """)
        .params(tenantId, coreId, names, sealed)
        .update();
  }

  private void remove(String tenantId, String coreId, String[] names) {
    jdbc.sql(
            "delete from mod_scaicore_secrets where tenant_id = ? and core_id = ?"
                + " and name = any(?)")
        .params(tenantId, coreId, names)
        .update();
  }
}
