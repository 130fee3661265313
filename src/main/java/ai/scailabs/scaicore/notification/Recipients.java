package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.checkpoint.Assignee;
import ai.scailabs.scaicore.identity.Directory;
import ai.scailabs.scaicore.identity.Membership;
import ai.scailabs.scaicore.identity.User;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Whom a mail goes to, as the directory is when it is sent. */
@Component
class Recipients {

  /** The most people that one mail goes to. */
  static final int MOST = 50;

  private static final String ADMIN = "tenant_admin";

  private final Directory directory;
  private final Membership membership;

  Recipients(Directory directory, Membership membership) {
    this.directory = directory;
    this.membership = membership;
  }

  /** The addresses, by the rule of the tenant; empty where nobody is left. */
  List<String> of(
      String tenantId, Assignee.Kind kind, String value, NotificationSettings.Mail mail) {
    var people =
        mail.recipients() == RecipientRule.ADDRESSES
            ? Stream.<String>empty()
            : people(tenantId, kind, value).stream().map(User::email);
    var fixed =
        mail.recipients() == RecipientRule.ASSIGNEE
            ? Stream.<String>empty()
            : mail.addresses().stream();
    return Stream.concat(fixed, people)
        .distinct()
        .filter(Recipients::canBeWrittenTo)
        .limit(MOST)
        .toList();
  }

  /** One bad address would keep the mail from all; {@code .invalid} is of users who have none. */
  private static boolean canBeWrittenTo(String address) {
    try {
      var parsed = InternetAddress.parse(address, true);
      return parsed.length == 1
          && parsed[0].getAddress().contains("@")
          && !address.endsWith(".invalid");
    } catch (AddressException e) {
      return false;
    }
  }

  private List<User> people(String tenantId, Assignee.Kind kind, String value) {
    return switch (kind) {
      case USER, DELEGATED_USER ->
          directory.user(tenantId, value).filter(User::active).stream().toList();
      case GROUP -> membership.members(tenantId, value, MOST);
      case ROLE -> membership.holders(tenantId, value, MOST);
      // Those whose inbox it is in.
      case UNROUTED -> membership.holders(tenantId, ADMIN, MOST);
    };
  }
}
