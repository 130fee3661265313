import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** Starts what is measured. */
record Processes(Path jar) {

  static final Path WORK = Path.of("target", "bench");

  private static final Path DATA = WORK.resolve("data-durable");
  private static final Path POSTMASTER = Path.of("postgresql", "cluster", "postmaster.pid");
  private static final String MEMORY_ACCESS = "--sun-misc-unsafe-memory-access=allow";

  /** The service with nothing set but its folder; where BENCH_PROFILE is, under the JDK's profiler. */
  Server service() throws IOException, InterruptedException {
    var arguments = new ArrayList<String>();
    arguments.add(MEMORY_ACCESS);
    if (System.getenv("BENCH_PROFILE") != null) {
      arguments.add(
          "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
              + WORK.resolve("service.jfr"));
    }
    arguments.addAll(List.of("-jar", jar.toString()));
    return Server.start(
        arguments,
        Map.of("SCAICORE_DATA_DIR", DATA.toString(), "SCAICORE_LIMITS_EXECUTIONS_PER_CORE", "0"),
        WORK.resolve("service.log"),
        "/health/ready",
        DATA.resolve(POSTMASTER));
  }

  /** Another one over the database of the first, with its secrets and objects. */
  Server replica(Database database) throws IOException, InterruptedException {
    var settings = new HashMap<>(database.settings());
    settings.put("SCAICORE_DEMO", "true");
    settings.put("SCAICORE_MODELS_OFFLINE", "true");
    settings.put("SCAICORE_MODELS_ALLOW_LOOPBACK", "true");
    settings.put("SCAICORE_LIMITS_ENABLED", "false");
    settings.put("SERVER_ADDRESS", "127.0.0.1");
    settings.put("SCAICORE_EMBEDDED_DATA_DIR", DATA.toAbsolutePath().toString());
    settings.put(
        "SCAICORE_UNSAFE_ALLOW",
        "demo,offline-model,secrets-keyset,object-store,public-metrics,loopback-models");
    return Server.start(
        List.of(MEMORY_ACCESS, "-jar", jar.toString()),
        settings,
        WORK.resolve("replica.log"),
        "/health/ready",
        WORK.resolve("none"));
  }

  Database database() throws IOException {
    return Database.of(DATA);
  }

  /** The bare controllers, on the database and with the settings of the service. */
  Server bare(Database database) throws IOException, InterruptedException {
    var file = WORK.resolve("application.yaml");
    Files.write(file, settings());
    var settings = new HashMap<>(database.settings());
    settings.put("SERVER_ADDRESS", "127.0.0.1");
    return Server.start(
        List.of(
            "-cp",
            WORK.resolve("classes") + ":" + WORK.resolve("app").resolve("lib").resolve("*"),
            "BareCycle",
            "--spring.config.location=file:" + file,
            "--spring.jackson.property-naming-strategy=SNAKE_CASE"),
        settings,
        WORK.resolve("bare.log"),
        "/v1/modules/scaicore/ready",
        WORK.resolve("none"));
  }

  private byte[] settings() throws IOException {
    try (var zip = new ZipFile(jar.toFile());
        var in = zip.getInputStream(zip.getEntry("BOOT-INF/classes/application.yaml"))) {
      return in.readAllBytes();
    }
  }
}
