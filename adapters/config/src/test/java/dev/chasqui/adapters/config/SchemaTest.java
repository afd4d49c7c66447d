package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.domain.binding.RecordType;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The schema and the reader accept the same configurations. */
class SchemaTest {
    private final Json.Obj schema = Schemas.ours();

    @TempDir Path folder;

    @Test
    void theSchemaHasTheKeysTypesAndDefaultsOfTheRecords() {
        Config smallest =
                read(
                        """
                        {"backends": [{"name": "a", "url": "http://a"}],
                         "pool": {"models": {"a": {"file": "a.gguf"}}},
                         "keys": [{"name": "a", "sha256": "%s"}]}
                        """
                                .formatted("0".repeat(64)));

        assertThat(new SchemaWalk(schema).differences(smallest)).isEmpty();
    }

    @Test
    void aWalkFindsWhatDiffers() {
        Json.Obj other =
                Schemas.parse(
                        ConfigReader.schema()
                                .replace("\"maxBody\"", "\"maxbody\"")
                                .replace("\"default\": 8000", "\"default\": 8001")
                                .replace("\"warning\",", ""));

        assertThat(new SchemaWalk(other).differences(Config.defaults()))
                .anyMatch(difference -> difference.contains("server: keys"))
                .anyMatch(difference -> difference.contains("server.port: default"))
                .anyMatch(difference -> difference.contains("log.level: enum"));
    }

    @Test
    void theLimitsOfNumbersAreThoseOfTheReader() {
        Json.Obj server = Schemas.property(schema, "server");
        for (String key : new String[] {"port", "ollamaPort", "maxConnections"}) {
            Json.Obj property = Schemas.property(server, key);
            long least = ((Json.Num) property.get("minimum").orElseThrow()).longValue();
            long most = ((Json.Num) property.get("maximum").orElseThrow()).longValue();

            assertThat(set(key, least)).isNotNull();
            assertThat(set(key, most)).isNotNull();
            assertThatThrownBy(() -> set(key, least - 1)).isInstanceOf(ConfigException.class);
            assertThatThrownBy(() -> set(key, most + 1)).isInstanceOf(ConfigException.class);
        }
    }

    @Test
    void theExampleIsValidAndMeansTheDefaults() {
        assertThat(SchemaCheck.complaints(schema, Schemas.parse(ConfigReader.example()))).isEmpty();

        Config example = read(ConfigReader.example());
        assertThat(example.agents()).containsOnlyKeys("context", "rag", "parallel");
        assertThat(withoutAgents(example)).isEqualTo(read("{}"));
    }

    @Test
    void theExampleIsTheFileAtTheRoot() throws IOException {
        assertThat(ConfigReader.example())
                .isEqualTo(Files.readString(Path.of("../../config.json")));
    }

    @Test
    void aFileWithEveryKeyIsValid() throws IOException {
        Path key = Files.writeString(folder.resolve("key.txt"), "sk-1");
        String json = Samples.everyKey(key);

        assertThat(SchemaCheck.complaints(schema, Schemas.parse(json))).isEmpty();
        assertThat(read(json).backends()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prot':1}",
                "{'server':{'port':70000}}",
                "{'server':{'port':'8000'}}",
                "{'server':{'holdHeaders':''}}",
                "{'server':{'holdHeaders':'10'}}",
                "{'server':{'maxBody':'32mib'}}",
                "{'server':{'allowedHosts':['']}}",
                "{'server':{'allowedHosts':['a:80']}}",
                "{'server':{'allowedOrigins':['https://a/']}}",
                "{'server':{'allowedOrigins':['*']}}",
                "{'server':{'ollamaVersion':'latest'}}",
                "{'server':{'ollamaVersion':'1'}}",
                "{'server':{'ollamaVersion':'0.12.x'}}",
                "{'models':{'listBuiltIn':1}}",
                "{'backends':[{'name':'a b','url':'http://a'}]}",
                "{'backends':[{'name':'a','url':'a:8080'}]}",
                "{'backends':[{'name':'a','url':'http://a','type':'OpenAI'}]}",
                "{'keys':[{'name':'a','sha256':'abc'}]}",
                "{'agents':{'context':1}}",
                "{'models':{'aliases':{'a':''}}}",
                "{'plugins':{'trusted':['rag']}}",
                "{'server':{'trustedProxies':['nginx']}}",
                "{'log':{'maxFiles':0}}",
                "{'pool':{'maxModels':0}}",
                "{'pool':{'models':{'a':{'file':''}}}}",
                "{'pool':{'models':{'a':{'hf':'nowhere'}}}}",
                "{'pool':{'models':{'a':{'hf':'../x'}}}}",
                "{'pool':{'models':{'a':{'hf':'-a/b'}}}}",
                "{'pool':{'models':{'a':{'hf':'a..b/c:d'}}}}",
                "{'pool':{'models':{'a':{'file':'a.gguf','context':1}}}}",
                "{'pool':{'models':{'a':{'file':'a.gguf','health':'health'}}}}",
                "{'pool':{'models':{'a':{'file':'a.gguf','ports':1}}}}"
            })
    void whatTheReaderRefusesIsInvalid(String quoted) {
        String json = quoted.replace('\'', '"');

        assertThat(SchemaCheck.complaints(schema, Schemas.parse(json))).isNotEmpty();
        assertThatThrownBy(() -> read(json)).isInstanceOf(ConfigException.class);
    }

    private static ServerConfig set(String key, long value) {
        Map<String, String> commandLine = Map.of("server." + key, Long.toString(value));
        return ConfigReader.read(Optional.empty(), Map.of(), commandLine).server();
    }

    private static Config withoutAgents(Config config) {
        return RecordType.of(Config.class).with(config, "agents", Map.of());
    }

    private Config read(String json) {
        return ConfigReader.read(Optional.of(Samples.write(folder, json)), Map.of(), Map.of());
    }
}
