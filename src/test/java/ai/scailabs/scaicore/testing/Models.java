package ai.scailabs.scaicore.testing;

import ai.scailabs.scaicore.web.Ids;

/** Backends of the tenant of a caller, and models on them. */
public final class Models {

  public static final String BACKENDS = "/v1/backends";
  public static final String CHAT = "/v1/inference/chat";
  public static final String KEY = "sk-planted-0123456789abcdef";

  private Models() {}

  /** A name for a provider that nobody has. */
  public static String provider() {
    return Ids.next("p-");
  }

  /** Adds a backend with a key, and answers its id. */
  public static String backend(Http caller, String provider, ModelServer server, String more) {
    var made =
        caller.post(
            BACKENDS,
            """
            {"name": "Server", "provider": "%s", "base_url": "%s", "api_key": "%s"%s}
            """
                .formatted(provider, server.url(), KEY, more));
    if (made.status() != 201) {
      throw new AssertionError(made.body());
    }
    return made.data().path("id").asString();
  }

  /** Puts a model of acme on a new backend, and answers its slug. */
  public static String model(Http caller, ModelServer server, String more) {
    return model(caller, backend(caller, provider(), server, more));
  }

  /** Puts a model of acme on a backend, and answers its slug. */
  public static String model(Http caller, String backend) {
    var slug = "acme/" + Ids.next("m-");
    var made =
        caller.post(
            "/v1/models",
            """
            {"slug": "%s", "display_name": "M", "backend_id": "%s", "model": "gpt-x"}
            """
                .formatted(slug, backend));
    if (made.status() != 201) {
      throw new AssertionError(made.body());
    }
    return slug;
  }

  /** Chats; {@code more} are further members of the request, with a comma before them. */
  public static Http.Answer chat(Http caller, String model, String text, String more) {
    return caller.post(
        CHAT,
        """
        {"model": "%s", "messages": [{"role": "user", "content": "%s"}]%s}
        """
            .formatted(model, text, more));
  }

  public static String content(Http.Answer answer) {
    return answer.data().at("/choices/0/message/content").asString("");
  }
}
