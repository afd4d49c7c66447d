package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that differ between configurations, and those of them that need a restart. */
class ConfigChangesTest {
    private static final String BASE =
            """
            {'server': {'maxBody': '1MiB'},
             'backends': [{'name': 'gpu', 'url': 'http://a'}, {'name': 'cpu', 'url': 'http://b'}],
             'pool': {'models': {'a.b': {'file': 'a.gguf', 'env': {'X': '1'}}}},
             'models': {'aliases': {'fast': 'm'}},
             'keys': [{'name': 'ada', 'sha256': '%s'}],
             'agents': {'rag': {'k': 5}}}
            """
                    .formatted("ab".repeat(32));

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'maxBody': '1MiB'      | 'maxBody': '2MiB'       | server.maxBody",
                "'maxBody': '1MiB'      | 'allowedHosts': ['a']   | server.maxBody,"
                        + " server.allowedHosts",
                "http://a               | http://c                | backends[gpu].url",
                "'name': 'gpu'          | 'name': 'big'           | backends[gpu], backends[big]",
                "'url': 'http://b'      | 'url': 'http://b', 'timeouts': {'idle': 1} |"
                        + " backends[cpu].timeouts.idle",
                "{'name': 'gpu', 'url': 'http://a'}, {'name': 'cpu', 'url': 'http://b'} |"
                        + " {'name': 'cpu', 'url': 'http://b'}, {'name': 'gpu', 'url': 'http://a'}"
                        + " | backends",
                "'a.gguf'               | 'b.gguf'                | pool.models.a.b.file",
                "'X': '1'               | 'Y': '1'                | pool.models.a.b.env.X,"
                        + " pool.models.a.b.env.Y",
                "'a.b':                 | 'c':                    | pool.models.a.b, pool.models.c",
                "'fast': 'm'            | 'fast': 'n', 'slow': 'm' | models.aliases.fast,"
                        + " models.aliases.slow",
                "'name': 'ada'          | 'name': 'ada', 'role': 'admin' | keys[ada].role",
                "'k': 5                 | 'k': 6                  | agents.rag",
                "'rag': {'k': 5}        | 'parallel': {}          | agents.rag, agents.parallel",
            })
    void aChangeIsToldByItsKey(String replaced, String by, String expected) {
        List<ConfigChange> changes = changes(BASE, BASE.replace(replaced, by));

        assertThat(changes).extracting(ConfigChange::path).containsExactly(expected.split(", "));
        assertThat(changes).noneMatch(ConfigChange::needsRestart);
    }

    @Test
    void whatMeansTheSameIsNoChange() {
        assertThat(changes(BASE, BASE)).isEmpty();
        assertThat(
                        changes(
                                BASE,
                                BASE.replace(
                                        "'maxBody': '1MiB'",
                                        "'maxBody': 1048576, 'port': 8000, 'grace': 25")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'server': {'host': '::1', 'port': 1, 'ollamaPort': 2, 'maxConnections': 3}} |"
                        + " server.host, server.port, server.ollamaPort, server.maxConnections",
                "{'plugins': {'dir': 'jars'}, 'data': {'dir': 'x'}} | plugins.dir, data.dir",
                "{'log': {'to': 'both', 'file': 'a', 'maxSize': 1024, 'maxFiles': 1, 'format':"
                        + " 'json'}} | log.format, log.to, log.file, log.maxSize, log.maxFiles",
            })
    void whatTheProcessStandsOnOnlyARestartChanges(String json, String expected) {
        List<ConfigChange> changes = changes("{}", json);

        assertThat(changes).extracting(ConfigChange::path).containsExactly(expected.split(", "));
        assertThat(changes).allMatch(ConfigChange::needsRestart);
    }

    @Test
    void everyKeyIsCompared() throws IOException {
        Path key = Files.writeString(folder.resolve("key.txt"), "sk-1");
        List<String> paths =
                changes("{}", Samples.everyKey(key)).stream().map(ConfigChange::path).toList();

        assertThat(paths)
                .contains("server.watchConfig", "backends[gpu]", "pool.models.qwen", "keys[ada]")
                .contains("pool.timeouts.idle", "models.listBuiltIn", "agents.mine", "log.level")
                .doesNotHaveDuplicates();
        assertThat(paths.stream().filter(path -> path.startsWith("server.")))
                .hasSize(ServerConfig.class.getRecordComponents().length);
    }

    private List<ConfigChange> changes(String before, String after) {
        return ConfigChanges.between(read(before), read(after));
    }

    private Config read(String json) {
        Path file = Samples.write(folder, json.replace('\'', '"'));
        return ConfigReader.read(Optional.of(file), Map.of(), Map.of());
    }
}
