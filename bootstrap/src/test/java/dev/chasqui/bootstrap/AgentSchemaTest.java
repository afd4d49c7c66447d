package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The schemas of a plug-in's section and commands, which administrators read. */
class AgentSchemaTest {
    private static final String MEMBERS =
            """
            public record Node(java.util.List<Node> children, String label) {}
            public record Section(
                    @dev.chasqui.domain.binding.Key(
                                    help = "The most passages.", fallback = "5",
                                    least = "1", most = "100")
                            int passages,
                    java.util.Map<String, String> words,
                    java.util.Optional<java.time.Duration> within,
                    java.util.Optional<Node> tree) {}
            public record Arguments(
                    @Argument(help = "how many") int n, java.util.List<String> tags) {}
            public void start(Host host, Contributions contributions) {
                Section section = host.config(Section.class);
                contributions.agent(
                        new AgentType<>("look", "Looks", Arguments.class, arguments -> this));
                contributions.agent(AgentType.of("other", "Another", this));
            }
            public ChatReply handle(ChatRequest request, Chain chain) {
                return ChatReply.ofText("hello");
            }
            """;

    @TempDir private static Path temp;
    private static StartedServer server;

    @BeforeAll
    static void start() throws IOException {
        Path jars = Files.createDirectory(temp.resolve("jars"));
        AgentJar.make(jars, MEMBERS);
        server =
                StartedServer.keeping(
                        temp.resolve("data"),
                        "{\"plugins\":{\"remote\":{\"far\":{\"url\":\"http://127.0.0.1:9/agent\"}}}}",
                        jars);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theSectionOfAPlugInIsDescribedAsInTheSchemaOfTheConfig() throws IOException {
        Json.Obj answer = schemas("sample");

        assertThat(answer.get("plugin")).contains(Json.of("sample"));
        assertThat(answer.get("key")).contains(Json.of("agents.sample"));
        assertThat(in(answer, "section", "properties", "passages").toString())
                .isEqualTo(
                        "{\"type\":\"integer\",\"description\":\"The most passages (default 5; 1 to"
                                + " 100).\",\"minimum\":1,\"maximum\":100,\"default\":5}");
        assertThat(in(answer, "section", "properties", "within").toString())
                .isEqualTo("{\"$ref\":\"#/$defs/duration\"}");
        assertThat(in(answer, "section", "$defs").members()).containsKey("duration");
        assertThat(in(answer, "section").get("additionalProperties")).contains(Json.of(false));
    }

    /** Such a record has no end. */
    @Test
    void aRecordWithinItselfIsAnyObject() throws IOException {
        Json.Obj tree = in(schemas("sample"), "section", "properties", "tree");

        assertThat(in(tree, "properties", "children", "items").toString())
                .isEqualTo("{\"type\":\"object\"}");
    }

    @Test
    void theArgumentsOfEachCommandAreDescribed() throws IOException {
        Json.Obj ofPlugin = schemas("sample");
        Json.Obj ofAgent = schemas("look");

        assertThat(in(ofPlugin, "commands").members()).containsOnlyKeys("look", "other");
        assertThat(in(ofAgent, "commands").members()).containsOnlyKeys("look");
        assertThat(ofAgent.get("section")).isEqualTo(ofPlugin.get("section"));
        assertThat(in(ofAgent, "commands", "look", "properties", "n").toString())
                .isEqualTo("{\"type\":\"integer\",\"description\":\"how many\"}");
        assertThat(in(ofAgent, "commands", "look").get("required").map(Json::toString))
                .contains("[\"n\"]");
        assertThat(in(ofAgent, "commands", "look", "properties", "tags").toString())
                .contains("#/$defs/texts");
    }

    @Test
    void anAgentThatComesFromNoJarHasNoSection() throws IOException {
        Json.Obj answer = schemas("far");

        assertThat(answer.members()).containsOnlyKeys("name", "commands");
        assertThat(in(answer, "commands").members()).containsOnlyKeys("far");
    }

    @Test
    void anUnknownNameAndAPlugInThatDoesNotRunGetA404() throws IOException {
        WireMessage unknown = get("sampel");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("did you mean 'sample'?");
        assertThat(get("%2e%2e%2f").status()).isIn(400, 404);
        assertThat(get("x".repeat(5_000)).status()).isIn(400, 404, 414);

        assertThat(RawHttp.post(server.port(), "/admin/agents/other/disable", "").status())
                .isEqualTo(200);
        assertThat(schemas("sample").get("section")).isPresent();
        assertThat(RawHttp.post(server.port(), "/admin/agents/sample/disable", "").status())
                .isEqualTo(200);
        WireMessage disabled = get("sample");
        assertThat(disabled.status()).isEqualTo(404);
        assertThat(disabled.text()).contains("'sample' does not run", "it is disabled");
        assertThat(RawHttp.post(server.port(), "/admin/agents/sample/enable", "").status())
                .isEqualTo(200);
        assertThat(RawHttp.post(server.port(), "/admin/agents/other/enable", "").status())
                .isEqualTo(200);
    }

    private static WireMessage get(String name) throws IOException {
        return RawHttp.get(server.port(), "/admin/agents/" + name + "/schema");
    }

    private static Json.Obj schemas(String name) throws IOException {
        WireMessage answer = get(name);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return (Json.Obj) JsonReader.read(answer.text().getBytes(UTF_8));
    }

    private static Json.Obj in(Json.Obj object, String... path) {
        Json.Obj at = object;
        for (String member : path) {
            at = (Json.Obj) at.get(member).orElseThrow();
        }
        return at;
    }
}
