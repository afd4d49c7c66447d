package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The secrets that plug-ins may read, and the hosts that they may call. */
class SecretsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("SEARCH_KEY", " s3cret ");

    @TempDir private Path folder;

    @Test
    void aSecretIsReadFromItsVariableOrTheFirstLineOfItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\uFEFFfrom a file \nmore");
        Config config =
                read(
                        """
                        {"secrets": {
                          "a": {"env": "SEARCH_KEY", "plugins": ["x"]},
                          "b": {"file": "%s", "plugins": ["x", "y"]}}}
                        """
                                .formatted(file));

        assertThat(read(config, "a")).contains("s3cret");
        assertThat(read(config, "b")).contains("from a file");
        Files.delete(file);
        assertThat(read(config, "b")).isEmpty();
    }

    @Test
    void anIncompleteSecretIsAMistake() {
        assertThat(problems("{'secrets': {'a': {'plugins': ['x']}}}"))
                .singleElement()
                .asString()
                .contains("secrets.a")
                .contains("neither env nor file");
        assertThat(problems("{'secrets': {'a': {'env': 'SEARCH_KEY'}}}"))
                .singleElement()
                .asString()
                .contains("secrets.a.plugins: missing");
        assertThat(problems("{'secrets': {'a': {'env': 'NONE', 'plugins': ['x']}}}"))
                .singleElement()
                .asString()
                .contains("secrets.a.env")
                .contains("no such variable is set");
        assertThat(problems("{'secrets': {'a': {'file': 'none', 'plugins': ['x']}}}"))
                .singleElement()
                .asString()
                .contains("secrets.a.file")
                .contains("cannot be read");
    }

    @Test
    void aSecretThatStandsInPlaceOfItsVariableIsNotShown() {
        assertThat(problems("{'secrets': {'a': {'env': 's3cr-et', 'plugins': ['x']}}}"))
                .singleElement()
                .asString()
                .doesNotContain("s3cr-et");
    }

    @Test
    void theHostsOfAPluginArePatterns() {
        Config config = read("{\"plugins\": {\"hosts\": {\"a\": [\"*\"], \"b\": []}}}");

        assertThat(config.plugins().hosts()).isEqualTo(Map.of("a", List.of("*"), "b", List.of()));
        assertThat(problems("{'plugins': {'hosts': {'a': ['http://x.example']}}}"))
                .singleElement()
                .asString()
                .contains("plugins.hosts.a")
                .contains("host name or address");
    }

    private static Optional<String> read(Config config, String name) {
        return requireNonNull(config.secrets().get(name)).read(ENVIRONMENT);
    }

    private Config read(String json) {
        return ConfigReader.read(Optional.of(Samples.write(folder, json)), ENVIRONMENT, Map.of());
    }

    private List<String> problems(String json) {
        return Samples.problems(folder, json, ENVIRONMENT, Map.of());
    }
}
