package ai.scailabs.scaicore.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.scailabs.scaicore.secrets.SealedValues;
import ai.scailabs.scaicore.secrets.SecretAddress;
import ai.scailabs.scaicore.secrets.SecretBoxes;
import ai.scailabs.scaicore.secrets.SecretNotOpened;
import ai.scailabs.scaicore.testing.Demo;
import ai.scailabs.scaicore.testing.Http;
import ai.scailabs.scaicore.testing.ServerTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code docs/secrets.md}: the commands, against the database of a service that runs. */
@ServerTest
class SecretsCommandTests {

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Environment environment;
  @Autowired private List<SealedValues> owners;

  /** How a command ended and what it said. */
  private record Ended(int status, String out, String err) {}

  private static Ended run(Map<String, String> variables, String in, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        new SecretsCommand(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                variables)
            .run(List.of(arguments));
    return new Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Ended reseal(String keySet) {
    return run(
        Map.of(),
        "",
        "reseal",
        "--every-replica-has-this-keyset",
        "--spring.datasource.url=" + environment.getProperty("spring.datasource.url"),
        "--scaicore.secrets.keyset=" + keySet);
  }

  private String keySet() throws IOException {
    var folder = environment.getRequiredProperty("scaicore.embedded.data-dir");
    return Files.readString(Path.of(folder, "secrets-keyset.json"));
  }

  private List<@Nullable String> sealed(String coreId) {
    return jdbc.sql(
            "select encode(sealed, 'hex') from mod_scaicore_secrets where core_id = ? order by"
                + " name")
        .param(coreId)
        .query(String.class)
        .list();
  }

  @Test
  void aKeySetIsMadeChangedAndPrintedOnOneLine(@TempDir Path folder) throws IOException {
    var made = run(Map.of(), "", "new");
    assertThat(made.status()).isZero();
    assertThat(made.out().strip()).startsWith("{").doesNotContain("\n");
    assertThat(made.err()).isEmpty();

    var file = Files.writeString(folder.resolve("keys.json"), made.out());
    var fromFile = run(Map.of(), "", "rotate", file.toString());
    var fromInput = run(Map.of(), made.out(), "add", "-");
    var fromVariable = run(Map.of("SCAICORE_SECRETS_KEYSET", made.out()), "", "rotate");
    for (var changed : List.of(fromFile, fromInput, fromVariable)) {
      assertThat(changed.status()).as(changed.err()).isZero();
      assertThat(changed.out().split("\"keyId\"", -1)).hasSize(3);
    }
    assertThat(Files.readString(file)).as("nothing is written").isEqualTo(made.out());
    assertThat(run(Map.of(), "", "rotate", "--in-place", file.toString()))
        .isEqualTo(new Ended(0, "", ""));
    assertThat(Files.readString(file).split("\"keyId\"", -1)).hasSize(3);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(folder).as("no draft is left").isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);
    assertThat(run(Map.of(), fromInput.out(), "promote", "-").out()).isNotEqualTo(fromInput.out());
    assertThat(run(Map.of(), fromFile.out(), "retire", "-").out().split("\"keyId\"", -1))
        .hasSize(2);
  }

  @Test
  void aFileThatTheShellEmptiedIsExplained(@TempDir Path folder) throws IOException {
    var file = Files.createFile(folder.resolve("keys.json"));

    for (var ended :
        List.of(
            run(Map.of(), "", "rotate", file.toString()),
            run(Map.of(), "", "add", "--in-place", file.toString()))) {
      assertThat(ended.status()).isEqualTo(1);
      assertThat(ended.err()).contains("keys.json is empty", "--in-place");
      assertThat(ended.out()).isEmpty();
    }
  }

  @Test
  void sealingAgainWantsToBeToldThatEveryReplicaHasTheKeySet() {
    var ended = run(Map.of(), "", "reseal");

    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err()).contains("secrets reseal --every-replica-has-this-keyset");
    assertThat(run(Map.of(), "", "help").err()).contains("only once every replica");
  }

  @Test
  void whatCannotBeDoneIsSaidOnStandardError() {
    assertThat(run(Map.of(), "")).satisfies(e -> assertThat(e.status()).isEqualTo(2));
    for (var misused :
        List.of(
            List.of("rotate", "--in-place"),
            List.of("rotate", "--in-place", "-"),
            List.of("rotate", "a.json", "b.json"))) {
      assertThat(run(Map.of(), "", misused.toArray(String[]::new)).status()).isEqualTo(2);
    }
    assertThat(run(Map.of(), "", "shred").err()).startsWith("usage: secrets new");
    assertThat(run(Map.of(), "", "rotate"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(1))
        .satisfies(e -> assertThat(e.err()).contains("There is no key set to change"))
        .satisfies(e -> assertThat(e.out()).isEmpty());
    assertThat(run(Map.of(), "secret-looking-junk", "rotate", "-"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(1))
        .satisfies(e -> assertThat(e.err()).doesNotContain("secret-looking-junk"));
    assertThat(run(Map.of(), "", "rotate", "/nowhere/keys.json").err())
        .contains("Cannot read the key set");
  }

  @Test
  void everySealedValueIsSealedAgainWhileTheServiceRuns() throws IOException {
    var admin = new Http(port, Demo.ADMIN);
    var made =
        admin.post(
            Demo.CORES,
            """
            {"name": "Rotated", "environment": {"A": {"type": "secret", "value": "one"},
              "B": {"type": "secret", "value": "two"}},
             "plugins": [{"alias": "erp", "config": {"token": {"type": "secret", "value": "three"}}}],
             "source": %s}
            """
                .formatted(Demo.program("{\"kind\": \"debug\", \"message\": \"x\"}")));
    var core = made.data().path("id").asString();
    var before = sealed(core);
    var added = run(Map.of(), keySet(), "add", "-").out().strip();
    var rotated = run(Map.of(), added, "promote", "-").out().strip();

    var first = reseal(rotated);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.err())
        .contains("mod_scaicore_secrets.sealed:", "0 cannot be opened", "can be retired")
        .contains("only once every replica runs with this key set")
        .doesNotContain("three");
    assertThat(first.out()).isEmpty();
    var after = sealed(core);
    assertThat(after).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(after.get(i)).isNotEqualTo(before.get(i));
    }
    assertThat(opened(core, added)).as("with the added key").containsExactly("one", "two", "three");
    assertThatThrownBy(() -> opened(core, keySet())).isInstanceOf(SecretNotOpened.class);
    // Once more there is nothing to do; with the new key alone everything opens.
    var again = reseal(run(Map.of(), rotated, "retire", "-").out().strip());
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).contains(" 0 sealed again");
    assertThat(sealed(core)).isEqualTo(after);

    // Back to the keys of the service that runs, and as it found them.
    var back = reseal(bothWithPrimary(keySet(), rotated));
    assertThat(back.status()).as(back.err()).isZero();
    assertThat(opened(core, keySet())).containsExactly("one", "two", "three");
    var started = admin.post(Demo.CORES + "/" + core + "/start", "");
    assertThat(started.status()).as(started.body()).isEqualTo(200);
  }

  /** What a replica with a key set makes of the values of a Core. */
  private List<String> opened(String coreId, String keySet) {
    var box = SecretBoxes.of(keySet);
    return jdbc.sql(
            "select tenant_id, name, sealed from mod_scaicore_secrets where core_id = ? order by"
                + " name")
        .param(coreId)
        .query(
            (row, number) ->
                box.open(
                    new SecretAddress(row.getString("tenant_id"), coreId, row.getString("name")),
                    row.getBytes("sealed")))
        .list();
  }

  /** The keys of the second with the one of the first as their primary. */
  private static String bothWithPrimary(String first, String both) {
    var id = first.replaceAll("(?s).*\"primaryKeyId\"\\s*:\\s*(\\d+).*", "$1");
    return both.replaceFirst("\"primaryKeyId\"\\s*:\\s*\\d+", "\"primaryKeyId\":" + id);
  }

  @Test
  void aValueThatNoKeyOpensIsNamedAndLeftAsItIs() throws IOException {
    var admin = new Http(port, Demo.ADMIN);
    var core =
        admin
            .post(
                Demo.CORES,
                "{\"name\": \"Foreign\", \"environment\": {\"K\": {\"type\": \"secret\", \"value\":"
                    + " \"v\"}}}")
            .data()
            .path("id")
            .asString();
    var before = sealed(core);

    var ended = reseal(run(Map.of(), "", "new").out().strip());

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err()).contains("environment.K of " + core, "Keep the other keys");
    assertThat(sealed(core)).isEqualTo(before);
    admin.send("DELETE", Demo.CORES + "/" + core, r -> r);
  }

  @Test
  void everySealedColumnIsKnownToTheRotation() {
    var columns =
        jdbc.sql(
                """
                select table_name || '.' || column_name from information_schema.columns
                where table_schema = 'public' and data_type = 'bytea'
                  and column_name like 'sealed%'
                """)
            .query(String.class)
            .list();

    assertThat(columns).isNotEmpty();
    assertThat(owners)
        .extracting(owner -> owner.column().table() + "." + owner.column().column())
        .containsExactlyInAnyOrderElementsOf(columns);
  }

  @Test
  void nothingElseIsStoredInBytesThatMightBeASecret() {
    var columns =
        jdbc.sql(
                """
                select table_name || '.' || column_name from information_schema.columns
                where table_schema = 'public' and data_type = 'bytea'
                  and column_name not like 'sealed%'
                """)
            .query(String.class)
            .list();

    assertThat(columns)
        .as("a column of sealed values has a name that begins with sealed")
        .isSubsetOf(
            "scaigrid_api_keys.hash",
            "scaigrid_rate_buckets.state",
            "mod_scaicore_scheduled_tasks.task_data");
  }
}
