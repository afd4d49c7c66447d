package dev.chasqui.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.reading.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A backend can be a hosted service, whose name stands for its address and its key. */
class HostedServicesTest {
    private static final Map<String, String> KEYS =
            Map.of("OPENAI_API_KEY", "sk-1", "GROQ_API_KEY", "sk-2");

    @TempDir Path folder;

    static Stream<BackendType> services() {
        return Arrays.stream(BackendType.values()).filter(type -> type.service().isPresent());
    }

    @ParameterizedTest
    @MethodSource("services")
    void itsNameAloneIsEnough(BackendType type) {
        BackendType.Service service = type.service().orElseThrow();
        Map<String, String> environment = Map.of(service.keyVariable(), "sk-1");

        Config config = read("{'backends':[{'type':'" + type.word() + "'}]}", environment);

        BackendConfig backend = config.backends().getFirst();
        assertThat(backend.id()).isEqualTo(type.word());
        assertThat(backend.address()).contains(service.url());
        assertThat(backend.apiKey(environment)).contains("sk-1");
        assertThat(backend.service()).contains(service);
        assertThat(service.url()).hasScheme("https");
    }

    @ParameterizedTest
    @MethodSource("services")
    void itsMissingVariableIsNamedAtItsLine(BackendType type) {
        assertThat(problems("{'backends':[\n{'type':'" + type.word() + "'}]}"))
                .containsExactly(
                        "2:9: backends[0].type: \"%s\" needs a key, and the variable %s is not set"
                                        .formatted(
                                                type.word(),
                                                type.service().orElseThrow().keyVariable())
                                + " (expected: that variable, or apiKeyEnv or apiKeyFile)");
    }

    @Test
    void theTableIsSorted() {
        assertThat(BackendType.values())
                .isSortedAccordingTo(Comparator.comparing(BackendType::word));
    }

    @Test
    void aKeyThatIsNoKeyIsToldWithoutItsText() {
        assertThat(
                        Samples.problems(
                                folder,
                                "{'backends':[{'type':'groq'}]}",
                                Map.of("GROQ_API_KEY", "my secret"),
                                Map.of()))
                .singleElement()
                .asString()
                .contains("backends[0].type", "not visible ASCII")
                .doesNotContain("secret");
    }

    @Test
    void itsNameAddressAndKeyCanBeReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-2");
        Map<String, String> environment = Map.of("GROQ_API_KEY", "sk-1", "MINE", "sk-3");

        Config config =
                read(
                        """
                        {'backends':[{'type':'groq','url':'https://gate/groq'},
                         {'type':'groq','name':'second','apiKeyFile':'%s'},
                         {'type':'groq','name':'third','apiKeyEnv':'MINE'}]}
                        """
                                .formatted(file),
                        environment);

        assertThat(config.backends())
                .extracting(BackendConfig::id)
                .containsExactly("groq", "second", "third");
        assertThat(config.backends())
                .extracting(backend -> backend.apiKey(environment))
                .containsExactly(Optional.of("sk-1"), Optional.of("sk-2"), Optional.of("sk-3"));
        assertThat(config.backends().getFirst().address())
                .contains(URI.create("https://gate/groq"));
        assertThat(config.backends()).allMatch(backend -> backend.service().isPresent());
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServerOfOnesOwnGetsNoKeyOfAService(BackendType type) {
        if (!type.isApi()) {
            return;
        }
        Map<String, String> environment =
                Map.of(type.service().orElseThrow().keyVariable(), "sk-1");

        BackendConfig backend =
                read("{'backends':[{'type':'" + type.word() + "','url':'http://a'}]}", environment)
                        .backends()
                        .getFirst();

        assertThat(backend.apiKey(environment)).isEmpty();
        assertThat(backend.service()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.openai.com",
                "HTTPS://API.OpenAI.com/v1/",
                "https://api.openai.com:443/v1"
            })
    void itsOwnAddressWrittenOutMeansTheService(String url) {
        BackendConfig backend = read(of("openai", url), KEYS).backends().getFirst();

        assertThat(backend.service()).isPresent();
        assertThat(backend.apiKey(KEYS)).contains("sk-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.openai.com/v1",
                "http://api.openai.com:443/v1",
                "https://api.openai.com:8443/v1"
            })
    void anotherServerOfItsHostGetsNoUsualKey(String url) {
        BackendConfig backend = read(of("openai", url), KEYS).backends().getFirst();

        assertThat(backend.service()).isEmpty();
        assertThat(backend.apiKey(KEYS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://gate.example,   true",
        "http://localhost:8080,  true",
        "http://127.0.0.1:8080,  true",
        "http://[::1]:8080,      true",
        "http://10.0.0.5:8080,   false",
        "http://gate.example,    false",
        "http://localhost.a,     false"
    })
    void theUsualKeyIsNotSentWhereOthersCanReadIt(String url, boolean sent) {
        Reading reading = reading(of("groq", url), KEYS);
        BackendConfig backend = reading.config().backends().getFirst();

        assertThat(backend.service()).isPresent();
        assertThat(backend.apiKey(KEYS)).isEqualTo(sent ? Optional.of("sk-2") : Optional.empty());
        assertThat(reading.warnings())
                .extracting(Problem::message)
                .isEqualTo(
                        sent
                                ? List.of()
                                : List.of(
                                        "is not https, so the key in GROQ_API_KEY is not sent"
                                                + " there; apiKeyEnv sends a key even so"));
    }

    @ParameterizedTest
    @CsvSource({
        "openai, https://api.openai.com/v1,        true",
        "groq,   https://API.groq.com/openai/v1/,  true",
        "groq,   https://proxy.example,            false",
        "groq,   http://127.0.0.1:8080,            false",
        "openai, https://proxy.example,            false"
    })
    void onlyAProxyMayHaveTheKeyItself(String type, String url, boolean needed) {
        if (needed) {
            assertThat(problems(of(type, url)))
                    .singleElement()
                    .asString()
                    .contains("backends[0].type: ", "needs a key, and the variable ");
        } else {
            assertThat(read(of(type, url), Map.of()).backends().getFirst().apiKey(Map.of()))
                    .isEmpty();
        }
    }

    @Test
    void aWrongUrlIsTheOnlyMistake() {
        assertThat(problems(of("openai", "ftp://a")))
                .singleElement()
                .asString()
                .contains("backends[0].url: ");
    }

    @Test
    void theKeyForAProxyIsCheckedToo() {
        assertThat(
                        Samples.problems(
                                folder,
                                of("groq", "https://proxy.example"),
                                Map.of("GROQ_API_KEY", "my secret"),
                                Map.of()))
                .singleElement()
                .asString()
                .contains("backends[0].type", "not visible ASCII");
    }

    @Test
    void aNamedKeyIsSentAnywhere() {
        String json =
                """
                {'backends':[{'type':'groq','url':'http://10.0.0.5','apiKeyEnv':'GROQ_API_KEY'}]}
                """;
        Reading reading = reading(json, KEYS);

        assertThat(reading.config().backends().getFirst().apiKey(KEYS)).contains("sk-2");
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void anApiWithoutAServiceNeedsAnAddress() {
        String expected =
                "missing (expected: http:// or https://, a host, and no password, '?' or '#')";

        assertThat(problems("{'backends':[{'type':'ollama'}]}"))
                .containsExactly("1:14: backends[0].url: " + expected);
        assertThat(problems("{'backends':[{'name':'a'}]}"))
                .containsExactly("1:14: backends[0].url: " + expected);
        assertThat(problems("{'backends':[{'url':'http://a'}]}"))
                .singleElement()
                .asString()
                .startsWith("1:14: backends[0].name: missing");
    }

    @Test
    void aMisspeltServiceIsToldWithTheNearest() {
        assertThat(problems("{'backends':[{'type':'grok'}]}"))
                .singleElement()
                .asString()
                .startsWith("1:22: backends[0].type: \"grok\" (expected: one of anthropic, auto,")
                .endsWith(", xai; did you mean groq?)");
    }

    @Test
    void twoWithoutANameAreTwoOfOneName() {
        assertThat(
                        Samples.problems(
                                folder,
                                "{'backends':[{'type':'groq'},{'type':'groq'}]}",
                                Map.of("GROQ_API_KEY", "sk-1"),
                                Map.of()))
                .containsExactly(
                        "1:30: backends[1].name: \"groq\" (expected: another name; this one is"
                                + " taken)");
    }

    @Test
    void aVariableFindsABackendByItsType() {
        Map<String, String> environment =
                Map.of(
                        "GROQ_API_KEY", "sk-1",
                        "CHASQUI_BACKENDS_GROQ_ZONE", "restricted",
                        "CHASQUI_BACKENDS_1_TYPE", "xai",
                        "XAI_API_KEY", "sk-2");

        Config config = read("{'backends':[{'type':'groq'}]}", environment);

        assertThat(config.backends()).extracting(BackendConfig::id).containsExactly("groq", "xai");
        assertThat(config.backends().getFirst().zone()).isPresent();
    }

    @Test
    void aReloadNamesWhatChanged() {
        Map<String, String> environment = Map.of("GROQ_API_KEY", "k", "XAI_API_KEY", "k");
        Config before = read("{'backends':[{'type':'groq'},{'type':'xai'}]}", environment);
        Config after = read("{'backends':[{'type':'groq','zone':'open'}]}", environment);

        assertThat(ConfigChanges.between(before, after))
                .extracting(ConfigChange::path)
                .containsExactly("backends[groq].zone", "backends[xai]");
    }

    @Test
    void thePageHasTheTable() throws IOException {
        List<String> rows =
                services()
                        .map(
                                type -> {
                                    BackendType.Service service = type.service().orElseThrow();
                                    return "| `%s` | `%s` | `%s` |"
                                            .formatted(
                                                    type.word(),
                                                    service.url(),
                                                    service.keyVariable());
                                })
                        .toList();

        assertThat(Files.readString(Path.of("../../docs/config.md")))
                .contains(String.join("\n", rows) + "\n\n");
    }

    private static String of(String type, String url) {
        return "{'backends':[{'type':'%s','url':'%s'}]}".formatted(type, url);
    }

    private Config read(String json, Map<String, String> environment) {
        return reading(json, environment).config();
    }

    private Reading reading(String json, Map<String, String> environment) {
        Path file = Samples.write(folder, json.replace('\'', '"'));
        return ConfigReader.check(Optional.of(file), environment, Map.of());
    }

    private List<String> problems(String json) {
        return Samples.problems(folder, json, Map.of(), Map.of());
    }
}
