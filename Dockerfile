# syntax=docker/dockerfile:1

# Builds the jar and takes it apart, so that what changes seldom makes layers of its own.
FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src src
RUN --mount=type=cache,target=/maven \
    ./mvnw --batch-mode --no-transfer-progress -Dmaven.repo.local=/maven -DskipTests package \
 && cp target/scaicore-module-*.jar application.jar \
 && java -Djarmode=tools -jar application.jar extract --layers --destination extracted

FROM eclipse-temurin:25-jre-noble
RUN groupadd --system --gid 10001 scaicore \
 && useradd --system --uid 10001 --gid scaicore --no-create-home --home-dir /nonexistent \
      --shell /usr/sbin/nologin scaicore
WORKDIR /application
COPY --from=build /build/extracted/dependencies/ ./
COPY --from=build /build/extracted/spring-boot-loader/ ./
COPY --from=build /build/extracted/snapshot-dependencies/ ./
COPY --from=build /build/extracted/application/ ./
COPY --chmod=0755 docker/train docker/healthy /usr/local/bin/

# The AOT cache: good for the files above on the Java above, so it is made here, by the user that runs
# the service. Its PostgreSQL and demo tenant live in a folder that is gone with this step.
RUN install -d -o scaicore -g scaicore /training \
 && setpriv --reuid=scaicore --regid=scaicore --clear-groups \
      env HOME=/training TMPDIR=/training train application.jar /training/application.aot \
 && install -m 0444 /training/application.aot application.aot \
 && rm -rf /training

USER scaicore
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --start-interval=1s --retries=3 \
    CMD ["healthy"]
# JAVA_TOOL_OPTIONS adds options to these. Standard output is JSON, so what Java warns of goes elsewhere.
ENTRYPOINT ["java", "-XX:AOTCache=application.aot", "-XX:MaxRAMPercentage=75", \
    "-XX:+ExitOnOutOfMemoryError", "-Xlog:disable", "-Xlog:all=warning:stderr", \
    "--sun-misc-unsafe-memory-access=allow", \
    "-jar", "application.jar"]
