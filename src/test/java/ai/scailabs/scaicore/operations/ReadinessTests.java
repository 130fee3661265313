package ai.scailabs.scaicore.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class ReadinessTests {

  private static final Map<String, String> SAFE =
      Map.of(
          "spring.datasource.url", "jdbc:postgresql://db/scaicore",
          "scaicore.secrets.keyset", "{}",
          "management.server.port", "9090",
          "scaicore.bootstrap.admin-key", "sgk_9f86d081884c7d659a2feaa0c55ad015",
          "scaicore.storage.s3.bucket", "scaicore",
          "scaicore.jwt.issuer", "https://id.example.com",
          "scaicore.jwt.jwks-uri", "https://id.example.com/jwks");

  @Test
  void safeSettingsStart() {
    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    assertThatCode(
            () -> check(Map.of("scaicore.demo", "false", "scaicore.bootstrap.admin-key", "")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "scaicore.secrets.keyset,'',SCAICORE_SECRETS_KEYSET,secrets-keyset",
    "scaicore.demo,true,SCAICORE_DEMO,demo",
    "scaicore.models.offline,true,SCAICORE_MODELS_OFFLINE,offline-model",
    "scaicore.plugins.allow-loopback,TRUE,SCAICORE_PLUGINS_ALLOW_LOOPBACK,loopback-plugins",
    "scaicore.models.allow-loopback,on,SCAICORE_MODELS_ALLOW_LOOPBACK,loopback-models",
    "management.server.port,'',MANAGEMENT_SERVER_PORT,public-metrics",
    "management.server.port,8080,MANAGEMENT_SERVER_PORT,public-metrics",
    "scaicore.bootstrap.admin-key,sgk_short,SCAICORE_BOOTSTRAP_ADMIN_KEY,bootstrap-key",
    "scaicore.storage.s3.bucket,' ',SCAICORE_STORAGE_S3_BUCKET,object-store",
    "scaicore.jwt.issuer,http://id.example.com,SCAICORE_JWT_ISSUER,jwt-without-tls",
    "scaicore.failpoints,after-insert:halt,SCAICORE_FAILPOINTS,failpoints",
    "scaicore.jwt.jwks-uri,HTTP://10.0.0.1/keys,SCAICORE_JWT_JWKS_URI,jwt-without-tls"
  })
  void eachUnsafeSettingIsNamedUnlessItIsAllowed(
      String key, String value, String named, String word) {
    assertThatThrownBy(() -> check(Map.of(key, value)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining(";");
    assertThatCode(() -> check(Map.of(key, value, "scaicore.unsafe.allow", "demo, " + word)))
        .doesNotThrowAnyException();
  }

  @Test
  void allOfThemAreToldAtOnce() {
    var environment =
        new MockEnvironment()
            .withProperty("spring.datasource.url", "jdbc:postgresql://db/scaicore")
            .withProperty("scaicore.demo", "on")
            .withProperty("scaicore.models.allow-loopback", "1")
            .withProperty("scaicore.models.offline", "yes");
    assertThatThrownBy(() -> ReadinessCheck.check(environment))
        .hasMessageContainingAll(
            "SCAICORE_SECRETS_KEYSET",
            "SCAICORE_DEMO",
            "SCAICORE_MODELS_ALLOW_LOOPBACK",
            "SCAICORE_MODELS_OFFLINE",
            "MANAGEMENT_SERVER_PORT",
            "SCAICORE_STORAGE_S3_BUCKET nor SCAICORE_STORAGE_FOLDER");
    var every =
        Arrays.stream(UnsafeSetting.values())
            .map(UnsafeSetting::word)
            .collect(Collectors.joining(","));
    environment.setProperty("scaicore.unsafe.allow", every);
    assertThatCode(() -> ReadinessCheck.check(environment)).doesNotThrowAnyException();
  }

  @Test
  void whatIsAllowedMustExist() {
    assertThatThrownBy(() -> check(Map.of("scaicore.unsafe.allow", "everything")))
        .hasMessageContaining("everything")
        .hasMessageContaining("public-metrics");
  }

  @Test
  void aFolderThatIsNamedWillDoForABucket() {
    assertThatCode(
            () ->
                check(
                    Map.of(
                        "scaicore.storage.s3.bucket",
                        "",
                        "scaicore.storage.folder",
                        "/mnt/shared")))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsAllowedMayBeAListInYaml() {
    assertThatCode(
            () ->
                check(
                    Map.of(
                        "scaicore.demo", "true",
                        "scaicore.models.offline", "true",
                        "scaicore.unsafe.allow[0]", "demo",
                        "scaicore.unsafe.allow[1]", "offline-model")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,", "localhost,", "::1,", "'','public-demo'", "0.0.0.0,'public-demo'"})
  void theEmbeddedDemoIsForThisMachineAlone(String address, @Nullable String finding) {
    var environment =
        new MockEnvironment()
            .withProperty("scaicore.embedded.enabled", "true")
            .withProperty("scaicore.demo", "true")
            .withProperty("server.address", address);
    if (finding == null) {
      assertThatCode(() -> ReadinessCheck.check(environment)).doesNotThrowAnyException();
      return;
    }
    assertThatThrownBy(() -> ReadinessCheck.check(environment))
        .hasMessageContaining("SERVER_ADDRESS");
    environment.setProperty("scaicore.unsafe.allow", finding);
    assertThatCode(() -> ReadinessCheck.check(environment)).doesNotThrowAnyException();
    environment.setProperty("scaicore.unsafe.allow", "");
    environment.setProperty("scaicore.demo", "off");
    assertThatCode(() -> ReadinessCheck.check(environment)).doesNotThrowAnyException();
  }

  @Test
  void keysOnThisMachineNeedNoTls() {
    assertThatCode(
            () ->
                check(
                    Map.of(
                        "scaicore.jwt.issuer", "http://localhost:9000",
                        "scaicore.jwt.jwks-uri", "http://127.0.0.1:9000/jwks")))
        .doesNotThrowAnyException();
  }

  @Test
  void anOwnPortIsAnOwnPortWhateverTheOther() {
    assertThatThrownBy(() -> check(Map.of("server.port", "9090")))
        .hasMessageContaining("MANAGEMENT_SERVER_PORT");
    assertThatCode(() -> check(Map.of("server.port", "9091"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "changeme",
        "sgk_",
        "sgk_local_super_admin_00000000000000000000",
        "sgk_00000000000000000000000000000000",
        "sgk_0123456701234567012345670123456701234567",
        "sgk_changeme-9f86d081884c7d659a2feaa0c55ad015",
        "sgk_9f86d081884c7d659a2feaa0c55ad01",
        "9f86d081884c7d659a2feaa0c55ad0159f86d081884c7d659a2feaa0c55ad015",
        "sgk_9f86d081 884c7d659a2feaa0c55ad015"
      })
  void aKeyThatCanBeGuessedIsRefusedAndNotRepeated(String key) {
    assertThatThrownBy(() -> check(Map.of("scaicore.bootstrap.admin-key", key)))
        .hasMessageContaining("SCAICORE_BOOTSTRAP_ADMIN_KEY can be guessed")
        .extracting(Throwable::getMessage)
        .satisfies(
            message ->
                assertThat(String.valueOf(message).replace("sgk_", ""))
                    .doesNotContain(key.length() > 8 ? key.substring(4) : "\0"));
  }

  private static void check(Map<String, String> settings) {
    var all = new HashMap<>(SAFE);
    all.putAll(settings);
    var environment = new MockEnvironment();
    all.forEach(environment::setProperty);
    ReadinessCheck.check(environment);
  }
}
