package ai.scailabs.scaicore.notification;

import static ai.scailabs.scaicore.identity.Permission.SCAICORE_ADMIN;

import ai.scailabs.scaicore.identity.Audited;
import ai.scailabs.scaicore.identity.Caller;
import ai.scailabs.scaicore.identity.Requires;
import ai.scailabs.scaicore.web.Envelope;
import ai.scailabs.scaicore.web.ErrorCode;
import ai.scailabs.scaicore.web.Paging;
import ai.scailabs.scaicore.web.Raises;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Notifications of a tenant, for its admins. */
@RestController
@RequestMapping("/v1/modules/scaicore/notifications")
@Tag(name = "Notifications", description = "How people are told about checkpoints.")
class NotificationController {

  private final NotificationService notifications;

  NotificationController(NotificationService notifications) {
    this.notifications = notifications;
  }

  @GetMapping
  @Requires(SCAICORE_ADMIN)
  @Operation(
      summary = "Read how people are told",
      description =
          "Which channels are on, what is told, and where to. The secret of the webhook is not"
              + " shown.")
  Envelope<SettingsView> get(Caller caller) {
    return Envelope.of(notifications.get(caller));
  }

  @PutMapping
  @Requires(SCAICORE_ADMIN)
  @Audited("notification.configure")
  @Raises({ErrorCode.VALIDATION_ERROR, ErrorCode.CONFLICT})
  @Operation(
      summary = "Set how people are told",
      description =
          """
          Replaces the members that are given and leaves the others; `mail` as a whole. All \
          replicas go by it within five seconds.

          A webhook is posted each event, with `X-ScaiGrid-Delivery` (the same for each try), \
          `X-ScaiGrid-Timestamp` (seconds) and `X-ScaiGrid-Signature`: `sha256=` and the \
          HMAC-SHA256, in hexadecimal, of the timestamp, a dot and the body. Its secret is made \
          with the first address, or with `rotate_secret`, and is in that answer only. Where the \
          answer is not 2xx it is tried again after 30 s, 2 min, 10 min, 30 min and 2 h, and then \
          it is dead.\
          """)
  Envelope<SettingsView> configure(
      @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      examples =
                          @ExampleObject(
                              """
                              {"channels": ["log", "webhook"],
                               "events": ["created", "reassigned", "escalated"],
                               "webhook": {"url": "https://hooks.example.com/scaicore"}}
                              """)))
          @RequestBody
          SettingsRequest request,
      Caller caller) {
    return Envelope.of(notifications.configure(caller, request));
  }

  @GetMapping("/deliveries")
  @Requires(SCAICORE_ADMIN)
  @Operation(
      summary = "List deliveries",
      description =
          "What was told by webhook and mail, and what is still to be, newest first; of one"
              + " `status`, `channel`, checkpoint.")
  Envelope<Envelope.Items<DeliveryView>> deliveries(
      @RequestParam(required = false) Delivery.@Nullable Status status,
      @RequestParam(required = false) @Nullable Channel channel,
      @RequestParam(name = "checkpoint_id", required = false) @Nullable UUID checkpointId,
      Paging paging,
      Caller caller) {
    return Envelope.of(
        notifications
            .deliveries(caller, status, channel, checkpointId, paging)
            .map(DeliveryView::of));
  }

  @PostMapping("/deliveries/{delivery_id}/retry")
  @Requires(SCAICORE_ADMIN)
  @Audited("notification.retry")
  @Raises({ErrorCode.DELIVERY_NOT_FOUND, ErrorCode.CONFLICT})
  @Operation(
      summary = "Retry a dead delivery",
      description =
          "It is tried at once, by the settings as they are now, and again as often as a new one."
              + " One that is not dead is a CONFLICT.")
  Envelope<DeliveryView> retry(@PathVariable("delivery_id") String deliveryId, Caller caller) {
    return Envelope.of(DeliveryView.of(notifications.retry(caller, deliveryId)));
  }
}
