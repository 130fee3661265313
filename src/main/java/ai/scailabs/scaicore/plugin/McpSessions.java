package ai.scailabs.scaicore.plugin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sessions with MCP servers. One that went well is kept for a moment, for the next call of the same
 * Core, as the same user, with the same credentials; nobody else ever gets it.
 */
@Component
class McpSessions {

  private static final Duration KEPT = Duration.ofSeconds(30);
  private static final int MOST_KEPT = 1_000;
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** Results are taken as they are: what a server says of their shape is not looked at. */
  private static final JsonSchemaValidator UNCHECKED =
      (schema, content) -> ValidationResponse.asValid(null);

  private final OutsideCalls outside;
  private final McpJsonMapper json = new JacksonMcpJsonMapper(JsonMapper.builder().build());
  private final Cache<Key, Session> idle =
      Caffeine.newBuilder()
          .maximumSize(MOST_KEPT)
          .expireAfterWrite(KEPT)
          .scheduler(Scheduler.systemScheduler())
          .executor(Thread::startVirtualThread)
          .<Key, Session>removalListener(
              (_, session, cause) -> {
                if (session != null && (cause.wasEvicted() || session.isIdle())) {
                  session.close();
                }
              })
          .build();

  McpSessions(OutsideCalls outside) {
    this.outside = outside;
  }

  /** What tells sessions apart. */
  private record Key(
      String tenantId, String coreId, @Nullable String userId, URI uri, String credentials) {}

  /** A session, for one call at a time. */
  static final class Session {

    private final Key key;
    private final McpTransport transport;
    private final McpSyncClient client;
    private volatile boolean idle;

    private Session(Key key, McpTransport transport, McpSyncClient client) {
      this.key = key;
      this.transport = transport;
      this.client = client;
    }

    McpTransport transport() {
      return transport;
    }

    McpSyncClient client() {
      return client;
    }

    private boolean isIdle() {
      return idle;
    }

    void close() {
      client.closeGracefully();
    }
  }

  /** An idle session, or a new one, which has not begun yet. */
  Session take(BoundPlugin plugin, URI uri, Map<String, String> headers) {
    var core = plugin.core();
    var key =
        new Key(
            core.tenantId(),
            core.coreId(),
            plugin.userId(),
            uri,
            HexFormat.of().formatHex(IdempotencyKey.sha256(new TreeMap<>(headers).toString())));
    var known = idle.asMap().get(key);
    if (known != null) {
      known.idle = false;
      if (idle.asMap().remove(key, known)) {
        return known;
      }
    }
    return opened(key, plugin, headers);
  }

  private Session opened(Key key, BoundPlugin plugin, Map<String, String> headers) {
    var transport = new McpTransport(outside, json, key.uri(), headers, plugin.redaction());
    var limit = outside.timeout().plus(SLACK);
    var client =
        McpClient.sync(transport)
            .requestTimeout(limit)
            .initializationTimeout(limit)
            .capabilities(ClientCapabilities.builder().build())
            .clientInfo(Implementation.builder("scaicore", "1").build())
            .jsonSchemaValidator(UNCHECKED)
            .build();
    return new Session(key, transport, client);
  }

  /** Keeps a session for the next call. */
  void giveBack(Session session) {
    session.idle = true;
    idle.put(session.key, session);
  }
}
