package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.adapters.config.reading.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that could be read, but could never work, are mistakes. */
class ValueRulesTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat.example.com",
                "https://chat.example.com/",
                "https://chat.example.com/app",
                "https://chat.example.com:443",
                "http://chat.example.com:80",
                "https://*.example.com",
                "https://",
                "*"
            })
    void anOriginThatNoBrowserSendsIsAMistake(String origin) {
        assertThat(server("'allowedOrigins':['https://well.example','" + origin + "']"))
                .singleElement()
                .asString()
                .startsWith(
                        "1:53: server.allowedOrigins[1]: \"" + origin + "\" (expected: an origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://chat.example.com",
                "http://10.0.0.5:3000",
                "HTTP://[fd00::1]:3000",
                "chrome-extension://abcdefgh",
                "capacitor://localhost",
                "null"
            })
    void anOriginThatBrowsersSendIsTaken(String origin) {
        assertThat(server("'allowedOrigins':['" + origin + "']")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"llm.example:8000", "[fd00::1]:80", "fd00::1", "*", "*.example", "http://a"})
    void aHostThatNobodyCanCallIsAMistake(String host) {
        assertThat(server("'allowedHosts':['" + host + "']"))
                .singleElement()
                .asString()
                .startsWith(
                        "1:28: server.allowedHosts[0]: \"" + host + "\" (expected: a host name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"llm.example", "10.0.0.1", "[FD00::1]", "my_host"})
    void aHostIsTaken(String host) {
        assertThat(server("'allowedHosts':['" + host + "']")).isEmpty();
    }

    @Test
    void twoPortsAreTwo() {
        assertThat(server("'port':9000,'ollamaPort':9000"))
                .containsExactly(
                        "1:37: server.ollamaPort: 9000 is server.port already (expected: another"
                                + " port, or none)");
        assertThat(server("'port':0,'ollamaPort':0")).isEmpty();
    }

    @Test
    void twoAliasesOfOneNameAreAMistake() {
        assertThat(problems("{'models':{'aliases':{'a':'x','a:latest':'y'}}}", Map.of()))
                .containsExactly(
                        "1:42: models.aliases.a:latest: the same name as 'a' (expected: another"
                                + " name; one without a tag means :latest)");
    }

    @Test
    void anAliasHasAName() {
        assertThat(problems("{'models':{'aliases':{' ':'x'}}}", Map.of()))
                .containsExactly(
                        "1:23: models.aliases: \" \" (expected: a string that is not empty)");
    }

    @Test
    void aKeysFileMayBeginWithAByteOrderMark() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\uFEFFsk-1\r\n");

        Reading reading =
                read(
                        "{'backends':[{'name':'a','url':'http://a','apiKeyFile':'" + file + "'}]}",
                        Map.of());

        assertThat(reading.config().backends().getFirst().apiKey(Map.of())).contains("sk-1");
    }

    @Test
    void aKeyThatIsNotAsciiIsAMistakeThatDoesNotShowIt() throws IOException {
        Path file = folder.resolve("key");
        for (byte[] bytes :
                List.of(
                        "sk-ü".getBytes(StandardCharsets.UTF_8),
                        "sk-ü".getBytes(StandardCharsets.ISO_8859_1),
                        "sk-1".getBytes(StandardCharsets.UTF_16),
                        "sk 1".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(file, bytes);
            assertThat(backend("'apiKeyFile':'" + file + "'"))
                    .singleElement()
                    .asString()
                    .startsWith("1:56: backends[0].apiKeyFile: holds a character that is not")
                    .doesNotContain("sk");
        }
        assertThat(
                        problems(
                                "{'backends':[{'name':'a','url':'http://a','apiKeyEnv':'KEY'}]}",
                                Map.of("KEY", "sk-ü")))
                .singleElement()
                .asString()
                .startsWith("1:55: backends[0].apiKeyEnv: holds a character that is not");
    }

    private List<String> backend(String members) {
        return problems("{'backends':[{'name':'a','url':'http://a'," + members + "}]}", Map.of());
    }

    private List<String> server(String members) {
        return problems("{'server':{" + members + "}}", Map.of());
    }

    private List<String> problems(String json, Map<String, String> environment) {
        try {
            assertThat(read(json, environment).config()).isNotNull();
            return List.of();
        } catch (ConfigException told) {
            String file = folder.resolve("config.json") + ":";
            return told.problems().stream()
                    .map(Problem::toString)
                    .map(line -> line.startsWith(file) ? line.substring(file.length()) : line)
                    .toList();
        }
    }

    private Reading read(String json, Map<String, String> environment) {
        Path file = Samples.write(folder, json.replace('\'', '"'));
        return ConfigReader.check(Optional.of(file), environment, Map.of());
    }
}
