# Built here, not on the host: docker build -t assize .
FROM eclipse-temurin:25-jdk-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./assize build

FROM eclipse-temurin:25-jre-noble
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/assize --create-home assize
COPY --from=build /src/target/quarkus-app /opt/assize
USER assize
ENV ASSIZE_DATA=/var/lib/assize ASSIZE_PORT=8080
VOLUME /var/lib/assize
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD curl -fsS http://127.0.0.1:8080/q/health/ready
# exec form: the signals of docker stop reach the application
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/opt/assize/quarkus-run.jar"]
CMD ["run"]
