package ai.scailabs.scaicore.testing;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** An MCP server on this machine, made with the official SDK. */
public final class McpTestServer implements AutoCloseable {

  private static final String ENDPOINT = "/mcp";

  private final Tomcat tomcat = new Tomcat();
  private final Path folder;
  private final HttpServletStreamableServerTransportProvider transport;
  private final McpSyncServer server;
  private final List<Seen> requests = new CopyOnWriteArrayList<>();
  private final List<CallToolRequest> calls = new CopyOnWriteArrayList<>();
  private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();

  /** A request as it came. */
  public record Seen(
      String method,
      String authorization,
      String delegation,
      String session,
      String key,
      String version) {}

  public McpTestServer() {
    try {
      folder = Files.createTempDirectory("mcp-server");
      transport =
          HttpServletStreamableServerTransportProvider.builder()
              .mcpEndpoint(ENDPOINT)
              .contextExtractor(request -> McpTransportContext.EMPTY)
              .build();
      server =
          McpServer.sync(transport)
              .serverInfo("test", "1")
              .capabilities(ServerCapabilities.builder().tools(false).build())
              .build();
      start();
    } catch (IOException | LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start() throws LifecycleException {
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    var context = tomcat.addContext("", folder.toString());
    var wrapper = Tomcat.addServlet(context, "mcp", transport);
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded("/*", "mcp");
    var filter = new FilterDef();
    filter.setFilterName("watch");
    filter.setFilter(new Watch());
    filter.setAsyncSupported("true");
    context.addFilterDef(filter);
    var map = new FilterMap();
    map.setFilterName("watch");
    map.addURLPattern("/*");
    context.addFilterMap(map);
    tomcat.start();
  }

  /** Takes down what comes, and refuses what it was told to. */
  private final class Watch implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      var http = (HttpServletRequest) request;
      requests.add(
          new Seen(
              http.getMethod(),
              header(http, "Authorization"),
              header(http, "X-ScaiGrid-Delegation"),
              header(http, "Mcp-Session-Id"),
              header(http, "Idempotency-Key"),
              header(http, "MCP-Protocol-Version")));
      var refusal = refusals.poll();
      if (refusal != null) {
        ((HttpServletResponse) response).sendError(refusal);
        return;
      }
      chain.doFilter(request, response);
    }
  }

  private static String header(HttpServletRequest request, String name) {
    var value = request.getHeader(name);
    return value == null ? "" : value;
  }

  /** To be the endpoint of a plugin. */
  public String endpoint() {
    return "mcp+http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + ENDPOINT;
  }

  /** Offers a tool. */
  public McpTestServer tool(
      String name,
      Map<String, Object> inputSchema,
      BiFunction<McpSyncServerExchange, Map<String, Object>, CallToolResult> body) {
    server.addTool(
        io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification.builder()
            .tool(Tool.builder(name, inputSchema).description("Does " + name + ".").build())
            .callHandler(
                (exchange, call) -> {
                  calls.add(call);
                  return body.apply(exchange, call.arguments());
                })
            .build());
    return this;
  }

  /** Answers the next request with a status. */
  public McpTestServer refuse(int status) {
    refusals.add(status);
    return this;
  }

  /** What came, in its order. */
  public List<Seen> requests() {
    return new ArrayList<>(requests);
  }

  /** The calls of tools. */
  public List<CallToolRequest> calls() {
    return calls;
  }

  @Override
  public void close() {
    try {
      server.close();
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
