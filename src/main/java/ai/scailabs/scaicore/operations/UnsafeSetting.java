package ai.scailabs.scaicore.operations;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** A setting that is refused, in production or, some, in the embedded default, unless allowed. */
enum UnsafeSetting {
  SECRETS_KEYSET(
      "SCAICORE_SECRETS_KEYSET is not set: put a Tink AES256_GCM key set in JSON there, without"
          + " which no secret can be sealed"),
  DEMO("SCAICORE_DEMO is on, and its keys are known to everybody: unset it"),
  OFFLINE_MODEL("SCAICORE_MODELS_OFFLINE is on, which answers with canned text: unset it"),
  LOOPBACK_PLUGINS(
      "SCAICORE_PLUGINS_ALLOW_LOOPBACK is on, so programs may call this machine: unset it"),
  LOOPBACK_MODELS(
      "SCAICORE_MODELS_ALLOW_LOOPBACK is on, so tenants may have this machine called: unset it"),
  PUBLIC_METRICS(
      "MANAGEMENT_SERVER_PORT is not set, or is SERVER_PORT, so anybody reads /metrics: set it to"
          + " a port of its own that only your monitoring reaches"),
  BOOTSTRAP_KEY(
      "SCAICORE_BOOTSTRAP_ADMIN_KEY can be guessed: make one of sgk_ and at least 32 random"
          + " characters of A-Z, a-z, 0-9, '-' and '_', for example with openssl rand -hex 32"),
  OBJECT_STORE(
      "neither SCAICORE_STORAGE_S3_BUCKET nor SCAICORE_STORAGE_FOLDER is set: name the bucket, or"
          + " the folder, for files, which all replicas share"),
  JWT_WITHOUT_TLS(
      "SCAICORE_JWT_ISSUER or SCAICORE_JWT_JWKS_URI begins with http://, so whoever is on the way"
          + " can sign tokens: use https://"),
  FAILPOINTS("SCAICORE_FAILPOINTS is set, which makes this process end in the middle: unset it"),
  PUBLIC_DEMO(
      "SCAICORE_DEMO is on, and its keys are known to everybody who reaches SERVER_ADDRESS, which"
          + " is not this machine alone: unset SERVER_ADDRESS, or set SCAICORE_DEMO=false");

  private final String sentence;

  UnsafeSetting(String sentence) {
    this.sentence = sentence;
  }

  private boolean isIn(Environment e) {
    return switch (this) {
      case SECRETS_KEYSET -> blank(e, "scaicore.secrets.keyset");
      case DEMO -> on(e, "scaicore.demo");
      case OFFLINE_MODEL -> on(e, "scaicore.models.offline");
      case LOOPBACK_PLUGINS -> on(e, "scaicore.plugins.allow-loopback");
      case LOOPBACK_MODELS -> on(e, "scaicore.models.allow-loopback");
      case PUBLIC_METRICS -> servesMetricsToAll(e);
      case BOOTSTRAP_KEY -> {
        var key = e.getProperty("scaicore.bootstrap.admin-key", "");
        yield !key.isBlank() && KnownKeys.isWeak(key);
      }
      case OBJECT_STORE ->
          blank(e, "scaicore.storage.s3.bucket") && blank(e, "scaicore.storage.folder");
      case JWT_WITHOUT_TLS ->
          !blank(e, "scaicore.jwt.issuer")
              && (Addresses.isOpen(e.getProperty("scaicore.jwt.issuer", ""))
                  || Addresses.isOpen(e.getProperty("scaicore.jwt.jwks-uri", "")));
      case FAILPOINTS -> isListed(e, "scaicore.failpoints");
      case PUBLIC_DEMO ->
          on(e, "scaicore.demo") && !Addresses.isLoopback(e.getProperty("server.address", ""));
    };
  }

  /** What it is called in {@code scaicore.unsafe.allow}, such as {@code public-metrics}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong and what to do; no full stop. */
  String sentence() {
    return sentence;
  }

  /** Those of a production environment. */
  static List<UnsafeSetting> in(Environment environment) {
    return Arrays.stream(values())
        .filter(setting -> setting != PUBLIC_DEMO && setting.isIn(environment))
        .toList();
  }

  /** Those of the embedded default. */
  static List<UnsafeSetting> inEmbedded(Environment environment) {
    return Stream.of(PUBLIC_DEMO, FAILPOINTS).filter(setting -> setting.isIn(environment)).toList();
  }

  private static boolean blank(Environment environment, String key) {
    return environment.getProperty(key, "").isBlank();
  }

  private static boolean isListed(Environment environment, String key) {
    return !Binder.get(environment)
        .bind(key, Bindable.listOf(String.class))
        .orElse(List.of())
        .isEmpty();
  }

  private static boolean on(Environment environment, String key) {
    return Binder.get(environment).bind(key, Boolean.class).orElse(false);
  }

  private static boolean servesMetricsToAll(Environment environment) {
    var port = environment.getProperty("management.server.port", "");
    return port.isBlank() || port.equals(environment.getProperty("server.port", "8080"));
  }
}
