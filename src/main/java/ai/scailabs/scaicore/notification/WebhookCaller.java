package ai.scailabs.scaicore.notification;

import ai.scailabs.scaicore.outbound.AnswerRoom;
import ai.scailabs.scaicore.outbound.DestinationRefused;
import ai.scailabs.scaicore.outbound.Destinations;
import ai.scailabs.scaicore.outbound.Enough;
import ai.scailabs.scaicore.outbound.OutboundHttp;
import ai.scailabs.scaicore.outbound.OutboundRequest;
import ai.scailabs.scaicore.outbound.OutboundTimeout;
import ai.scailabs.scaicore.plugin.Signature;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Posts notices to the address that a tenant has named, signed with the tenant's secret, and never
 * to one that is not the tenant's to reach.
 */
@Component
class WebhookCaller implements Sender, DisposableBean {

  /** The same for each try of a delivery. */
  static final String DELIVERY = "X-ScaiGrid-Delivery";

  static final String EVENT = "X-ScaiGrid-Event";

  /** What it answers is of no interest; a little is read, so that the connection can stay. */
  private static final int READ = 8 * 1024;

  private static final int MOST_READ = 64 * 1024;
  private static final int CONNECTIONS = 50;

  private final NotificationProperties properties;
  private final WebhookSecrets secrets;
  private final Clock clock;
  private final OutboundHttp http;

  WebhookCaller(
      NotificationProperties properties,
      WebhookSecrets secrets,
      Destinations destinations,
      AnswerRoom room,
      Clock clock) {
    this.properties = properties;
    this.secrets = secrets;
    this.clock = clock;
    this.http =
        new OutboundHttp(
            destinations,
            new OutboundHttp.Bounds(properties.connectTimeout(), CONNECTIONS, MOST_READ),
            room);
  }

  @Override
  public Channel channel() {
    return Channel.WEBHOOK;
  }

  @Override
  public Receipt send(Delivery delivery, NotificationSettings settings) throws DeliveryFailed {
    var url = settings.webhookUrl();
    if (url == null) {
      throw DeliveryFailed.lasting("the settings name no webhook any more");
    }
    var uri = URI.create(url);
    int status = posted(delivery, uri);
    if (status / 100 == 3) {
      throw DeliveryFailed.answered(
          status, "the webhook answered " + status + "; redirects are not followed");
    }
    if (status / 100 != 2) {
      throw DeliveryFailed.answered(status, "the webhook answered " + status);
    }
    // Its path may be as good as a password.
    return new Receipt(uri.getScheme() + "://" + uri.getRawAuthority(), null);
  }

  private int posted(Delivery delivery, URI uri) throws DeliveryFailed {
    try {
      var request = request(delivery, uri);
      return http.exchange(request, MOST_READ, new Little()).status();
    } catch (DestinationRefused e) {
      throw DeliveryFailed.lasting("the webhook may not be called: its address " + e.getMessage());
    } catch (OutboundTimeout e) {
      throw DeliveryFailed.passing(
          "the webhook did not answer within " + properties.timeout().toMillis() + " ms");
    } catch (IOException | IllegalStateException e) {
      // The client throws the latter when it is closed.
      throw DeliveryFailed.passing("the webhook cannot be reached, or broke off");
    }
  }

  private OutboundRequest request(Delivery delivery, URI uri) throws DeliveryFailed {
    var body = body(delivery);
    var timestamp = String.valueOf(clock.instant().getEpochSecond());
    return new OutboundRequest(
        "POST",
        uri,
        Map.of(
            "Content-Type",
            List.of("application/json"),
            "User-Agent",
            List.of("ScaiCore"),
            DELIVERY,
            List.of(delivery.id()),
            EVENT,
            List.of("checkpoint." + delivery.event().word()),
            Signature.TIMESTAMP,
            List.of(timestamp),
            Signature.HEADER,
            List.of(Signature.of(secret(delivery.tenantId()), timestamp, body))),
        body,
        properties.timeout());
  }

  /** The notice, with the id of the delivery before it. */
  private static byte[] body(Delivery delivery) {
    var notice = delivery.payload().text();
    return ("{\"delivery_id\":\"" + delivery.id() + "\"," + notice.substring(1))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String secret(String tenantId) throws DeliveryFailed {
    try {
      return secrets
          .of(tenantId)
          .orElseThrow(() -> DeliveryFailed.lasting("there is no secret to sign it with"));
    } catch (SecretNotOpened e) {
      throw DeliveryFailed.passing(
          "the secret to sign it with cannot be opened; have a new one made with rotate_secret");
    }
  }

  private static final class Little implements Enough {

    private int read;

    @Override
    public boolean with(byte[] part, int count) {
      read += count;
      return read > READ;
    }
  }

  @Override
  public void destroy() throws IOException {
    http.close();
  }
}
