package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

/** The ways to ask for {@code /rag} and {@code /parallel}, valid and invalid ones. */
class AgentRequestsTest {
    private static final String LEAVE = "Thirty days of leave.";

    private static final String GENERATED =
            """
            {"model":"tiny","created_at":"2026-11-21T00:00:00Z","response":"Thirty [1].",\
            "done":true,"done_reason":"stop"}
            """;

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend -> {
                        Setting setting = start(backend, "");
                        var _ = new Collections(setting.port()).add("hr", "leave.md", LEAVE);
                        return setting;
                    });

    private static Setting start(Client backend, String sections) throws IOException {
        return Setting.with(backend, "", sections, PluginJars.RAG, PluginJars.PARALLEL);
    }

    /** A setting with one document and a model that cites it. */
    private static Setting start(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);
        setting.answers(backend.saying("Thirty [1]."));
        return setting;
    }

    @ParameterizedTest
    @CsvSource({
        "/parallel(0), n: 0",
        "/parallel(99), n: 99",
        "/parallel(x), x",
        "/parallel(n=2 n=3), n",
        "/parallel(join=some), some",
        "/parallel(deadline=0s), deadline",
        "/parallel(1 models=tiny;tiny), n: 1",
        "/rag(k=0), k: 0",
        "/rag(k=101), k: 101",
        "/rag(budget=-1), budget: -1",
        "/rag(collection=../hr), ../hr",
        "/rag(size=3), size"
    })
    void whatAnAgentCannotTakeIsToldBeforeAnyModelIsAsked(String command, String word)
            throws IOException {
        String text = command.replace(';', ',') + " Leave?";
        try (Setting setting = start(Client.OPENAI)) {
            for (Client client : Client.values()) {
                for (boolean stream : new boolean[] {true, false}) {
                    Reply reply = setting.ask(client, Client.question(text, stream));

                    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
                    assertThat(reply.error()).contains(word);
                }
            }
            assertThat(setting.questions()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void withoutAQuestionThereIsNothingToLookUp(Client client) throws IOException {
        try (Setting setting = start(client)) {
            for (String text : List.of("/rag", "/rag()", "/rag  ", "/rag /parallel(2)")) {
                Reply reply = setting.ask(client, Client.question(text, true));

                assertThat(reply.status()).as(text).isEqualTo(400);
                assertThat(reply.error()).contains("/rag", "write your question");
            }
            assertThat(setting.questions()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void agentsAreAskedForByHeaderAndInTheBody(Client client) throws IOException {
        try (Setting setting = start(client)) {
            Reply byHeader =
                    client.ask(
                            setting.port(),
                            Client.question("Leave?", true),
                            new Header("X-Chasqui-Agents", "rag, parallel(2 join=vote)"));
            Reply inBody =
                    setting.ask(
                            client,
                            Client.question(
                                    "Leave?",
                                    false,
                                    "\"agents\":[\"rag\",\"parallel(2 join=vote)\"]"));

            for (Reply reply : List.of(byHeader, inBody)) {
                assertThat(reply.text())
                        .startsWith("Thirty [1].")
                        .contains("(2 of 2 agree)")
                        .endsWith("[1] leave.md");
                assertThat(reply.beside("branches")).hasSize(2);
            }
            assertThat(setting.questions()).isEqualTo(4);
            assertThat(setting.forwarded().text()).contains(LEAVE).doesNotContain("agents");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aPromptIsLookedUpAndAskedSeveralTimes(Client backend) throws IOException {
        try (Setting setting = start(backend)) {
            setting.backend().on("POST", "/api/generate", Answer.json(200, GENERATED));
            for (boolean stream : new boolean[] {true, false}) {
                for (String commands :
                        List.of(
                                "/rag",
                                "/rag /parallel(2 join=vote)",
                                "/parallel(2 join=vote) /rag")) {
                    WireMessage answer =
                            generate(
                                    setting,
                                    "\"prompt\":\"%s Leave?\",\"stream\":%b"
                                            .formatted(commands, stream));

                    List<Json.Obj> lines = answer.text().lines().map(Reply::parse).toList();
                    assertThat(
                                    String.join(
                                            "",
                                            lines.stream()
                                                    .flatMap(line -> line.text("response").stream())
                                                    .toList()))
                            .as(commands)
                            .startsWith("Thirty [1].")
                            .containsOnlyOnce("Sources:")
                            .contains("[1] leave.md");
                    assertThat(lines.getLast().get("done")).contains(Json.of(true));
                    assertThat(lines.getLast().get("chasqui").orElseThrow().toString())
                            .contains("\"citations\"");
                }
            }
        }
    }

    @Test
    void aRawPromptIsTextFromEndToEnd() throws IOException {
        try (Setting setting = start(Client.OLLAMA)) {
            for (String prompt : List.of("/rag Leave?", "/parallel(0) Leave?")) {
                String body =
                        "{\"model\":\"tiny\",\"prompt\":\"%s\",\"raw\":true,\"stream\":false}"
                                .formatted(prompt);
                var _ = RawHttp.post(setting.port(), "/api/generate", body);

                assertThat(setting.backend().received("/api/generate").getLast().message().text())
                        .isEqualTo(body);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"parallel(2)", "rag", "'rag, parallel(2)'"})
    void aModelIsLoadedWithoutAnyAgent(String agents) throws IOException {
        try (Setting setting = start(Client.OLLAMA)) {
            Reply reply =
                    Client.OLLAMA.ask(
                            setting.port(),
                            "{\"model\":\"tiny\",\"messages\":[]}",
                            new Header("X-Chasqui-Agents", agents));

            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(setting.questions()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aKeySaysWhoMayLookUpAndWhoMayAdd(Client client) throws IOException {
        String keys =
                ",\"keys\":[%s,%s,%s]"
                        .formatted(
                                Keys.entry("ann", "user", "\"*\""),
                                Keys.entry("ben", "user", "\"parallel\""),
                                Keys.entry("root", "admin", "\"*\""));
        String documents = "/admin/collections/hr/documents";
        String document = "{\"name\":\"leave.md\",\"text\":\"%s\"}".formatted(LEAVE);
        try (Setting setting = start(client, keys)) {
            int port = setting.port();
            assertThat(RawHttp.post(port, documents, document).status()).isEqualTo(401);
            assertThat(RawHttp.post(port, documents, document, Keys.bearer("ann")).status())
                    .isEqualTo(403);
            assertThat(RawHttp.get(port, documents, Keys.bearer("ben")).status()).isEqualTo(403);
            assertThat(RawHttp.post(port, documents, document, Keys.bearer("root")).status())
                    .isEqualTo(201);

            for (String text : List.of("/rag Leave?", "/parallel(2) /rag Leave?")) {
                Reply refused = client.ask(port, Client.question(text, true), Keys.bearer("ben"));
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.error()).contains("'ben'", "/rag");
            }
            assertThat(setting.questions()).isZero();
            assertThat(
                            client.ask(
                                            port,
                                            Client.question("/parallel(2 join=vote) Hi", true),
                                            Keys.bearer("ben"))
                                    .text())
                    .startsWith("Hello there!");
            assertThat(
                            client.ask(
                                            port,
                                            Client.question("/rag Leave?", true),
                                            Keys.bearer("ann"))
                                    .text())
                    .contains("leave.md");
        }
    }

    private static WireMessage generate(Setting setting, String members) throws IOException {
        return RawHttp.post(
                setting.port(), "/api/generate", "{\"model\":\"tiny\",%s}".formatted(members));
    }
}
