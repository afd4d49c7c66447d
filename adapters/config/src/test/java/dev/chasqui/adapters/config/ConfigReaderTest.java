package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.adapters.config.governance.SecretConfig;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values that are read, and the precedence of their sources. */
class ConfigReaderTest {
    @TempDir Path folder;

    @Test
    void withoutAnySourceEverythingHasItsDefault() {
        Config config = Config.defaults();

        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().port()).isEqualTo(8000);
        assertThat(config.server().ollamaPort()).isEmpty();
        assertThat(config.server().holdHeaders()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.server().writeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.server().maxBody()).isEqualTo(ByteSize.ofMebibytes(32));
        assertThat(config.backends()).isEmpty();
        assertThat(config.keys()).isEmpty();
        assertThat(config.data().dir()).isEqualTo(Path.of("data"));
        assertThat(config.log().level()).isEqualTo(System.Logger.Level.INFO);
    }

    @Test
    void everyKeyOfTheFileIsRead() throws IOException {
        Files.writeString(folder.resolve("key.txt"), "sk-secret\n");
        Config config = read(Samples.everyKey(folder.resolve("key.txt")));

        assertThat(config.server())
                .isEqualTo(
                        new ServerConfig(
                                "0.0.0.0",
                                8001,
                                Optional.of(11434),
                                true,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(2),
                                true,
                                Duration.ofMinutes(1),
                                Duration.ofMillis(2500),
                                new ByteSize(64_000_000),
                                Optional.of(new ByteSize(1_000_000_000)),
                                10,
                                "0.13",
                                List.of("llm.example"),
                                List.of("https://chat.example"),
                                List.of(ServerConfig.HeaderAlias.NEXUS),
                                List.of("127.0.0.1", "10.0.0.0/8", "fd00::/8"),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1),
                                false));
        assertThat(config.backends())
                .containsExactly(
                        new BackendConfig(
                                Optional.of("gpu"),
                                BackendType.OPENAI,
                                Optional.of(URI.create("https://gpu.example/v1")),
                                Optional.empty(),
                                Optional.of(folder.resolve("key.txt")),
                                Optional.of(Zone.OPEN),
                                Optional.empty(),
                                new BackendTimeouts(
                                        Duration.ofSeconds(1),
                                        Duration.ofMinutes(90),
                                        Duration.ofSeconds(7)),
                                Duration.ZERO,
                                List.of("whisper-1"),
                                List.of(ModelKind.TRANSCRIPTION),
                                Map.of("/v1/", "/"),
                                7,
                                Optional.of(4),
                                2.5,
                                Optional.of(8),
                                Optional.of("60/1m")));
        assertThat(config.models().aliases()).containsExactly(Map.entry("fast", "llama3"));
        assertThat(config.models().listBuiltIn()).isTrue();
        assertThat(config.keys())
                .containsExactly(
                        new KeyConfig(
                                "ada",
                                "ab".repeat(32),
                                Caller.Role.ADMIN,
                                List.of("rag", "context"),
                                true,
                                false,
                                List.of()));
        assertThat(config.agents().get("mine")).hasToString("{\"deep\":[1,{\"a\":null}]}");
        assertThat(config.plugins().dir()).contains(Path.of("jars"));
        assertThat(config.plugins().trusted()).containsExactly("ab".repeat(32));
        assertThat(config.plugins().hosts())
                .isEqualTo(Map.of("mine", List.of("api.example.com", "*.example.org", "[::1]")));
        assertThat(config.secrets().values())
                .extracting(SecretConfig::plugins)
                .containsExactly(List.of("mine"));
        assertThat(config.data().dir()).isEqualTo(Path.of("/var/lib/chasqui"));
        assertThat(config.log())
                .isEqualTo(
                        new LogConfig(
                                System.Logger.Level.DEBUG,
                                LogConfig.Format.JSON,
                                LogConfig.Target.BOTH,
                                Path.of("chasqui.log"),
                                new ByteSize(1 << 20),
                                2));
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentOverTheFile() throws IOException {
        Path file = write("{\"server\":{\"port\":1,\"ollamaPort\":1,\"maxConnections\":1}}");
        Map<String, String> environment =
                Map.of("CHASQUI_SERVER_PORT", "2", "CHASQUI_SERVER_OLLAMAPORT", "2");

        ServerConfig server =
                ConfigReader.read(Optional.of(file), environment, Map.of("server.port", "3"))
                        .server();

        assertThat(server.port()).isEqualTo(3);
        assertThat(server.ollamaPort()).contains(2);
        assertThat(server.maxConnections()).isEqualTo(1);
    }

    @Test
    void aVariableMayPartTheWordsOfItsKey() {
        ServerConfig server = readEnvironment(Map.of("CHASQUI_SERVER_HOLD_HEADERS", "2")).server();

        assertThat(server.holdHeaders()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void everyKindOfValueCanComeFromTheEnvironment() {
        Config config =
                readEnvironment(
                        Map.of(
                                "CHASQUI_SERVER_OPEN", "true",
                                "CHASQUI_SERVER_MAXBODY", "1MiB",
                                "CHASQUI_SERVER_ALLOWEDHOSTS", "a.example, b.example",
                                "CHASQUI_PLUGINS_DIR", "jars",
                                "CHASQUI_LOG_FORMAT", "json"));

        assertThat(config.server().open()).isTrue();
        assertThat(config.server().maxBody()).isEqualTo(ByteSize.ofMebibytes(1));
        assertThat(config.server().allowedHosts()).containsExactly("a.example", "b.example");
        assertThat(config.plugins().dir()).contains(Path.of("jars"));
        assertThat(config.log().format()).isEqualTo(LogConfig.Format.JSON);
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        assertThat(readEnvironment(Map.of("CHASQUI_SERVER_PORT", ""))).isEqualTo(Config.defaults());
    }

    @Test
    void variablesThatAreNoKeysAreLeftAlone() {
        Map<String, String> environment =
                Map.of(
                        "CHASQUI_URL", "http://127.0.0.1:8000",
                        "CHASQUI_KEY", "x",
                        "CHASQUI_HOME", "x",
                        "CHASQUI_JAVA_HOME", "x",
                        "CHASQUI_OPTS", "x",
                        "PATH", "x");

        assertThat(readEnvironment(environment)).isEqualTo(Config.defaults());
    }

    @Test
    void aVariableThatHoldsABackendsKeyMayHaveAnyName() throws IOException {
        Path file =
                write(
                        "{\"backends\":[{\"name\":\"a\",\"url\":\"http://a.example\","
                                + "\"apiKeyEnv\":\"CHASQUI_A_SECRET\"}]}");
        Map<String, String> environment = Map.of("CHASQUI_A_SECRET", " sk-1 ");

        Config config = ConfigReader.read(Optional.of(file), environment, Map.of());

        assertThat(config.backends().getFirst().apiKey(environment)).contains("sk-1");
    }

    @Test
    void aKeyIsTheFirstLineOfItsFile() throws IOException {
        Path key = Files.writeString(folder.resolve("key.txt"), "sk-2\nnot this\n");

        Config config = read(Samples.everyKey(key));

        assertThat(config.backends().getFirst().apiKey(Map.of())).contains("sk-2");
    }

    @Test
    void theFileIsTheNamedOneThenTheOneOfTheEnvironment() throws IOException {
        Path named = write("{}");
        Map<String, String> environment = Map.of("CHASQUI_CONFIG", "other.json");

        assertThat(ConfigReader.find(Optional.of(named), environment)).contains(named);
        assertThat(ConfigReader.find(Optional.empty(), environment))
                .contains(Path.of("other.json"));
        assertThat(ConfigReader.find(Optional.empty(), Map.of())).isEmpty();
    }

    @Test
    void theSkillsAreBesideTheFileUnlessItSaysWhere() throws IOException {
        Path file = write("{}");

        assertThat(ConfigReader.read(Optional.of(file), Map.of(), Map.of()).skills().folder())
                .isEqualTo(file.resolveSibling("skills"));
        assertThat(Config.defaults().skills().folder()).isEqualTo(Path.of("skills"));
        assertThat(read("{\"skills\":{\"dir\":\"mine\"}}").skills().folder())
                .isEqualTo(Path.of("mine"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertThat(read("\uFEFF{}")).isEqualTo(read("{}"));
    }

    @Test
    void aSectionOfAnAgentIsHandedOnAsItIs() {
        Json.Obj section = read("{\"agents\":{\"x\":{\"n\":1.50}}}").agents().get("x");

        assertThat(section).hasToString("{\"n\":1.50}");
    }

    @Test
    void aHostThatIsNoLoopbackAddressIsRecognised() {
        assertThat(host("localhost").bindsLoopback()).isTrue();
        assertThat(host("127.1.2.3").bindsLoopback()).isTrue();
        assertThat(host("::1").bindsLoopback()).isTrue();
        assertThat(host("0.0.0.0").bindsLoopback()).isFalse();
        assertThat(host("::").bindsLoopback()).isFalse();
        assertThat(host("llm.example").bindsLoopback()).isFalse();
    }

    @Test
    void theValuesOfAConfigCannotBeChanged() {
        assertThatThrownBy(() -> read("{}").agents().put("x", Json.Obj.EMPTY))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private ServerConfig host(String host) {
        return read("{\"server\":{\"open\":true,\"host\":\"" + host + "\"}}").server();
    }

    private Config read(String json) {
        return ConfigReader.read(Optional.of(write(json)), Map.of(), Map.of());
    }

    private static Config readEnvironment(Map<String, String> environment) {
        return ConfigReader.read(Optional.empty(), environment, Map.of());
    }

    private Path write(String json) {
        return Samples.write(folder, json);
    }
}
