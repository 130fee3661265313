package ai.scailabs.scaicore.identity;

import ai.scailabs.scaicore.web.Envelope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers who they are. */
@RestController
@Tag(name = "Identity")
class MeController {

  /**
   * A caller as they see themselves.
   *
   * @param tenant the tenant they act in
   * @param roles built-in and custom ones
   */
  record Me(
      String id,
      String email,
      Caller.Named tenant,
      Caller.Named partner,
      List<String> roles,
      List<String> permissions,
      List<String> groups) {

    static Me of(Caller caller) {
      return new Me(
          caller.userId(),
          caller.email(),
          caller.tenant(),
          caller.partner(),
          Stream.concat(caller.roles().stream(), caller.customRoles().stream()).sorted().toList(),
          caller.permissions().stream().sorted().map(Permission::word).toList(),
          caller.groups().stream().sorted().toList());
    }
  }

  @GetMapping("/v1/me")
  @Requires({})
  @Operation(
      summary = "Who am I?",
      description =
          "The user of the token, the tenant they act in (see X-Tenant-Id), and what they hold"
              + " there.")
  Envelope<Me> me(Caller caller) {
    return Envelope.of(Me.of(caller));
  }
}
