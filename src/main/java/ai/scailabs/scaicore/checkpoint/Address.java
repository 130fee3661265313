package ai.scailabs.scaicore.checkpoint;

import ai.scailabs.scaicore.identity.Caller;
import java.util.ArrayList;
import java.util.List;

/**
 * One assignee whose inbox is looked into.
 *
 * @param type {@link Assignee.Kind#word()}
 */
record Address(String type, String value) {

  /** Where a caller's checkpoints are: theirs, their groups', their roles'; for admins nobody's. */
  static List<Address> of(Caller caller) {
    var addresses = new ArrayList<Address>();
    addresses.add(new Address("user", caller.userId()));
    addresses.add(new Address("delegated_user", caller.userId()));
    caller.groups().stream().sorted().forEach(g -> addresses.add(new Address("group", g)));
    caller.roles().stream().sorted().forEach(r -> addresses.add(new Address("role", r)));
    caller.customRoles().stream().sorted().forEach(r -> addresses.add(new Address("role", r)));
    if (caller.administersTenant()) {
      addresses.add(new Address("role", "tenant_admin"));
      addresses.add(new Address("unrouted", ""));
    }
    return addresses.stream().distinct().toList();
  }

  static String[] types(List<Address> addresses) {
    return addresses.stream().map(Address::type).toArray(String[]::new);
  }

  static String[] values(List<Address> addresses) {
    return addresses.stream().map(Address::value).toArray(String[]::new);
  }
}
