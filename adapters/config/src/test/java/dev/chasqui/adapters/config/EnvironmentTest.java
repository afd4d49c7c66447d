package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Variables of the environment can set every key that the file can. */
class EnvironmentTest {
    private static final String SHA256 = "ab".repeat(32);

    @TempDir private Path folder = Path.of("");

    @Test
    void everyKeyThatAFileCanHaveAVariableCanHave() throws IOException {
        String json = Samples.everyKey(Files.writeString(folder.resolve("key.txt"), "sk-1"));
        Map<String, String> environment = new LinkedHashMap<>();
        addLeaves("CHASQUI", Schemas.parse(json).without("$schema"), environment);

        assertThat(environment).containsEntry("CHASQUI_BACKENDS_0_TIMEOUTS_FIRSTBYTE", "1h30m");
        assertThat(read("{}", environment)).isEqualTo(read(json, Map.of()));
    }

    /** Formats a list of texts with commas, and any other value without members as its text. */
    private static void addLeaves(String name, Json value, Map<String, String> environment) {
        switch (value) {
            case Json.Obj(Map<String, Json> members) ->
                    members.forEach(
                            (key, member) ->
                                    addLeaves(
                                            name + "_" + key.toUpperCase(Locale.ROOT),
                                            member,
                                            environment));
            case Json.Arr(List<Json> items) when items.getFirst() instanceof Json.Obj -> {
                for (int i = 0; i < items.size(); i++) {
                    addLeaves(name + "_" + i, items.get(i), environment);
                }
            }
            case Json.Arr(List<Json> items) when items.getFirst() instanceof Json.Str ->
                    environment.put(
                            name,
                            String.join(
                                    ",",
                                    items.stream()
                                            .map(item -> ((Json.Str) item).value())
                                            .toList()));
            case Json.Str(String text) when text.isEmpty() ->
                    // An empty variable counts as not set; a whole section can be given as JSON.
                    environment.put(name.replaceFirst("_A$", ""), "{\"A\":\"\"}");
            case Json.Str(String text) -> environment.put(name, text);
            default -> environment.put(name, value.toString());
        }
    }

    @Test
    void anItemOfAListHasItsNumberOrItsName() {
        Config config =
                read(
                        """
                        {"backends": [{"name": "my-gpu", "url": "http://a"},
                                      {"name": "cpu", "url": "http://b"}]}
                        """,
                        Map.of(
                                "CHASQUI_BACKENDS_0_URL", "http://c",
                                "CHASQUI_BACKENDS_MY_GPU_TYPE", "openai",
                                "CHASQUI_BACKENDS_CPU_TIMEOUTS_FIRST_BYTE", "7s",
                                "CHASQUI_BACKENDS_2_NAME", "third",
                                "CHASQUI_BACKENDS_2_URL", "http://d"));

        assertThat(config.backends())
                .extracting(BackendConfig::id)
                .containsExactly("my-gpu", "cpu", "third");
        assertThat(config.backends())
                .extracting(backend -> backend.url().orElseThrow())
                .containsExactly(
                        URI.create("http://c"), URI.create("http://b"), URI.create("http://d"));
        assertThat(config.backends().getFirst().type()).isEqualTo(BackendType.OPENAI);
        assertThat(config.backends().get(1).timeouts().firstByte())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aNameThatAListDoesNotHaveMakesANewItem() {
        Config config =
                read(
                        "{\"keys\":[{\"name\":\"Bob\",\"sha256\":\"" + SHA256 + "\"}]}",
                        Map.of(
                                "CHASQUI_KEYS_ADA_SHA256", "cd".repeat(32),
                                "CHASQUI_KEYS_ADA_ROLE", "admin",
                                "CHASQUI_KEYS_BOB_SHOW_LOADING", "true",
                                "CHASQUI_KEYS_Bob_AGENTS", "rag,help"));

        assertThat(config.keys())
                .containsExactly(
                        new KeyConfig(
                                "Bob",
                                SHA256,
                                Caller.Role.USER,
                                List.of("rag", "help"),
                                true,
                                false,
                                List.of()),
                        new KeyConfig(
                                "ada",
                                "cd".repeat(32),
                                Caller.Role.ADMIN,
                                List.of("*"),
                                false,
                                false,
                                List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "CHASQUI_MODELS_ALIASES_FAST,fast",
        "CHASQUI_MODELS_ALIASES_fast,fast",
        "CHASQUI_MODELS_ALIASES_Fast,Fast",
        "CHASQUI_MODELS_ALIASES_very_fast,very_fast",
        "CHASQUI_MODELS_ALIASES_VERY_FAST,very_fast",
        "CHASQUI_MODELS_ALIASES_gpt-4.1,gpt-4.1",
        "CHASQUI_MODELS_ALIASES_KNOWN_ONE_4B,known-one:4b",
        "CHASQUI_MODELS_ALIASES_known-one:4b,known-one:4b",
    })
    void aNameIsThatOfTheFileOrAsItIsWritten(String variable, String name) {
        Config config =
                read("{\"models\":{\"aliases\":{\"known-one:4b\":\"a\"}}}", Map.of(variable, "b"));

        assertThat(config.models().aliases()).containsEntry(name, "b");
        assertThat(config.models().aliases().keySet()).containsOnly("known-one:4b", name);
    }

    @Test
    void aModelIsFoundThoughItsNameLooksLikeAKey() {
        Map<String, PoolModelConfig> models =
                read(
                                """
                                {"pool": {"models": {"my_model_gpu": {"file": "a"},
                                                     "my-model": {"file": "b"}}}}
                                """,
                                Map.of(
                                        "CHASQUI_POOL_MODELS_MY_MODEL_GPU_MEMORY", "1GiB",
                                        "CHASQUI_POOL_MODELS_MY_MODEL_MEMORY", "2GiB",
                                        "CHASQUI_POOL_MODELS_MY_MODEL_ENV_CUDA_VISIBLE_DEVICES",
                                                "0",
                                        "CHASQUI_POOL_MODELS_TINY_HF", "ggml-org/tiny",
                                        "CHASQUI_POOL_MODELS_TINY_ARGS", "--jinja,--verbose",
                                        "CHASQUI_POOL_MODELS_TINY_ALIASES_0", "little"))
                        .pool()
                        .models();

        assertThat(models).containsOnlyKeys("my_model_gpu", "my-model", "tiny");
        assertThat(model(models, "my_model_gpu").memory()).contains(ByteSize.ofMebibytes(1024));
        assertThat(model(models, "my-model").memory()).contains(ByteSize.ofMebibytes(2048));
        assertThat(model(models, "my-model").env()).isEqualTo(Map.of("CUDA_VISIBLE_DEVICES", "0"));
        assertThat(model(models, "tiny").args()).containsExactly("--jinja", "--verbose");
        assertThat(model(models, "tiny").aliases()).containsExactly("little");
    }

    private static PoolModelConfig model(Map<String, PoolModelConfig> models, String name) {
        return Optional.ofNullable(models.get(name)).orElseThrow();
    }

    @Test
    void aSectionOfAnAgentTakesWhatLooksLikeJsonAsJson() {
        Map<String, Json.Obj> agents =
                read(
                                "{\"agents\":{\"my-agent\":{\"chunkSize\":5,\"a_b\":{\"c\":1}}}}",
                                Map.of(
                                        "CHASQUI_AGENTS_RAG_K", "7",
                                        "CHASQUI_AGENTS_RAG_COLLECTION", "handbook",
                                        "CHASQUI_AGENTS_CONTEXT_SNIPPETS_plain", "In plain words.",
                                        "CHASQUI_AGENTS_PARALLEL_MODELS", "[\"a\",\"b\"]",
                                        "CHASQUI_AGENTS_PARALLEL_AGGREGATOR", "\"4\"",
                                        "CHASQUI_AGENTS_MY_AGENT_CHUNK_SIZE", "6",
                                        "CHASQUI_AGENTS_MY_AGENT_A_B_C", "true"))
                        .agents();

        assertThat(new Json.Obj(Map.copyOf(agents)).get("rag"))
                .contains(Schemas.parse("{\"collection\":\"handbook\",\"k\":7}"));
        assertThat(agents.get("context"))
                .hasToString("{\"snippets\":{\"plain\":\"In plain words.\"}}");
        assertThat(agents.get("parallel"))
                .isEqualTo(Schemas.parse("{\"aggregator\":\"4\",\"models\":[\"a\",\"b\"]}"));
        assertThat(agents.get("my-agent")).hasToString("{\"chunkSize\":6,\"a_b\":{\"c\":true}}");
    }

    @Test
    void theWholeOfAListOrAMapIsJsonAndItsPartsGoBeforeIt() {
        Config config =
                read(
                        "{\"backends\":[{\"name\":\"old\",\"url\":\"http://old\"}]}",
                        Map.of(
                                "CHASQUI_BACKENDS",
                                "[{\"name\":\"new\",\"url\":\"http://new\"}]",
                                "CHASQUI_BACKENDS_0_ZONE",
                                "open",
                                "CHASQUI_MODELS_ALIASES",
                                "{\"a.b:c\":\"m\"}",
                                "CHASQUI_POOL_MODELS_tiny",
                                "{\"file\":\"a.gguf\"}",
                                "CHASQUI_SERVER_ALLOWED_HOSTS",
                                "[\"a.example\"]",
                                "CHASQUI_AGENTS_RAG",
                                "{\"k\":3}"));

        assertThat(config.backends()).hasSize(1);
        assertThat(config.backends().getFirst().id()).isEqualTo("new");
        assertThat(config.backends().getFirst().zone()).isPresent();
        assertThat(config.models().aliases()).isEqualTo(Map.of("a.b:c", "m"));
        assertThat(config.pool().models()).containsOnlyKeys("tiny");
        assertThat(config.server().allowedHosts()).containsExactly("a.example");
        assertThat(config.agents().get("rag")).hasToString("{\"k\":3}");
    }

    @Test
    void anAddressInBracketsIsNoJson() {
        assertThat(
                        read("{}", Map.of("CHASQUI_SERVER_ALLOWED_HOSTS", "[fd00::1], a.example"))
                                .server()
                                .allowedHosts())
                .containsExactly("[fd00::1]", "a.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHASQUI_BACKENDS_0_URL    | a:80    | backends[0].url: \"a:80\" (expected: http",
                "CHASQUI_BACKENDS_2_URL    | http://a | backends[2].url: there is no [1]"
                        + " (expected: items without a gap)",
                "CHASQUI_BACKENDS          | sk-secret | backends: a text of 9 characters"
                        + " (expected: a list of objects, as JSON)",
                "CHASQUI_BACKENDS          | {}      | backends: an object (expected: a list of"
                        + " objects)",
                "CHASQUI_MODELS_ALIASES_A_B | x      | A_B means a-b and a.b (expected: the name of"
                        + " one, as the file spells it)",
                "CHASQUI_POOL_MODELS_T_TTL | soon    | pool.models.t.ttl: \"soon\" (expected: 0s"
                        + " to 3650d",
                "CHASQUI_POOL_MODELS_T     | {\"x\":1} | pool.models.t.x: unknown key (expected:"
                        + " one of file, ",
            })
    void aMistakeIsToldWithItsVariable(String variable, String text, String expected) {
        String json =
                """
                {'backends': [{'name':'a','url':'http://a'}],
                 'models': {'aliases':{'a-b':'x','a.b':'y'}},
                 'pool': {'models':{'t':{'file':'a'}}}}
                """;
        assertThat(Samples.problems(folder, json, Map.of(variable, text), Map.of()))
                .first()
                .asString()
                .startsWith(variable + ": " + expected);
    }

    @Test
    void whatAVariableReplacesIsStillToldToBeWrong() {
        assertThat(
                        Samples.problems(
                                folder,
                                "{'server':{'port':'x'}}",
                                Map.of("CHASQUI_SERVER_PORT", "1"),
                                Map.of()))
                .containsExactly("1:19: server.port: \"x\" (expected: a number from 0 to 65535)");
    }

    @Test
    void aVariableThatHoldsASecretIsNoKeyWhateverItsNameLooksLike() {
        Map<String, String> environment =
                Map.of(
                        "CHASQUI_BACKENDS_0_API_KEY_ENV", "CHASQUI_AGENTS_A_B",
                        "CHASQUI_AGENTS_A_B", "sk-1",
                        "CHASQUI_BACKENDS_1_NAME", "b",
                        "CHASQUI_BACKENDS_1_URL", "http://b",
                        "CHASQUI_MODELS_ALIASES_x", "sk-2");
        Config config =
                read(
                        """
                        {"backends": [{"name": "a", "url": "http://a"},
                                      {"apiKeyEnv": "CHASQUI_MODELS_ALIASES_x"}]}
                        """,
                        environment);

        assertThat(config.backends().getFirst().apiKey(environment)).contains("sk-1");
        assertThat(config.backends().getLast().apiKey(environment)).contains("sk-2");
        assertThat(config.agents()).isEmpty();
        assertThat(config.models().aliases()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CHASQUI_BACKENDS_0_ULR,CHASQUI_BACKENDS_0_URL",
        "CHASQUI_MODEL_ALIASES_fast,CHASQUI_MODELS_ALIASES_NAME",
        "CHASQUI_POOL_MODELS_T_FIEL,CHASQUI_POOL_MODELS_NAME_FILE",
        "CHASQUI_SERVER,-",
        "CHASQUI_AGENTS_RAG,-",
    })
    void whatIsNoKeyIsAWarning(String variable, String meant) {
        Reading reading =
                ConfigReader.check(
                        Optional.of(Samples.write(folder, "{}")), Map.of(variable, "x"), Map.of());

        assertThat(reading.config())
                .usingRecursiveComparison()
                .ignoringFields("skills.dir")
                .isEqualTo(Config.defaults());
        assertThat(reading.warnings())
                .singleElement()
                .asString()
                .startsWith(variable + ": unknown variable, which has no effect ")
                .contains(meant.equals("-") ? "(" : "(did you mean '" + meant + "'?)");
    }

    private Config read(String json, Map<String, String> environment) {
        return ConfigReader.read(Optional.of(Samples.write(folder, json)), environment, Map.of());
    }
}
