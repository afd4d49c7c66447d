package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Pipelines in the brackets of commands, and the places of mistakes, through the whole server. */
class BracketsTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String SNIPPETS =
            """
            ,"agents":{"context":{"date":false,"snippets":\
            {"team":"We are four.","tone":"Be brief."}}}\
            """;
    private static final String ALL = "parallel(join=all)[/context(team) | /context(tone) | ]";

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend -> {
                        Setting setting = start(backend, SNIPPETS);
                        Collections collections = new Collections(setting.port());
                        collections.add("hr", "leave.md", "Thirty days of leave.");
                        collections.add("law", "act.md", "The act demands twenty days of leave.");
                        return setting;
                    });

    private static Setting start(Client backend, String sections) {
        return Setting.with(
                backend, "", sections, PluginJars.CONTEXT, PluginJars.PARALLEL, PluginJars.RAG);
    }

    private static Setting setting(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);
        setting.answers(bySnippets(backend));
        return setting;
    }

    /** Answers with the names of the snippets that a request contains. */
    private static Answer bySnippets(Client backend) {
        return Answer.choose(
                request ->
                        backend.saying(
                                "saw"
                                        + (request.text().contains("We are four.") ? " team" : "")
                                        + (request.text().contains("Be brief.") ? " tone" : "")));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void eachPipelineHasItsOwnAgents(Client client) throws IOException {
        Setting setting = setting(client);
        for (boolean stream : new boolean[] {true, false}) {
            Reply reply = setting.ask(client, Client.question("/" + ALL + " Who?", stream));

            assertThat(reply.text())
                    .isEqualTo(
                            """
                            ### /context(team)

                            saw team

                            ### /context(tone)

                            saw tone

                            ### tiny

                            saw\
                            """);
            assertThat(reply.beside("branches"))
                    .extracting(branch -> branch.text("pipeline").orElse(""))
                    .containsExactly("/context(team)", "/context(tone)", "");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void afterTheBracketsComesTheRestOfTheCommandsAlsoInNestedOnes(Client client)
            throws IOException {
        Reply reply =
                setting(client)
                        .ask(
                                client,
                                Client.question(
                                        "/parallel(join=all)[/parallel(2 join=all)[/context(team)"
                                                + " |] | ] /context(tone) Who?",
                                        false));

        assertThat(reply.text())
                .containsSubsequence(
                        "### /parallel(2 join=all)[/context(team) | ]",
                        "saw team tone",
                        "saw tone",
                        "### tiny\n\nsaw tone");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theBodyAndTheHeaderTakeTheSameCommands(Client client) throws IOException {
        Setting setting = setting(client);
        String escaped = "\"agents\":[\"" + ALL + ", context(tone)\"]";

        Reply inBody = setting.ask(client, Client.question("Who?", true, escaped));
        Reply byHeader =
                client.ask(
                        setting.port(),
                        Client.question("Who?", false),
                        new Header(
                                "X-Chasqui-Agents",
                                ALL.replace("(join", "(n=3, join") + ", /context(tone)"));

        for (Reply reply : List.of(inBody, byHeader)) {
            assertThat(reply.text())
                    .contains("### /context(team)\n\nsaw team tone", "### tiny\n\nsaw tone");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, '\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]'",
        "/api/generate, '\"prompt\":\"%s\",\"stream\":false'"
    })
    void otherDialectsTakeBracketsToo(String path, String body) throws IOException {
        Setting setting = setting(Client.OPENAI);

        WireMessage answer =
                RawHttp.post(
                        setting.port(),
                        path,
                        "{\"model\":\"tiny\"," + body.formatted("/" + ALL + " Who?") + "}");
        WireMessage refused =
                RawHttp.post(
                        setting.port(),
                        path,
                        "{\"model\":\"tiny\"," + body.formatted("/context[/help] Who?") + "}");

        assertThat(answer.text())
                .contains("### /context(team)\\n\\nsaw team", "### tiny\\n\\nsaw\"");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("it takes no brackets, at column 9, marked");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void passagesOfSeveralCollectionsHaveDifferentNumbers(Client client) throws IOException {
        Setting setting = setting(client);
        setting.answers(client.saying("So many [1]."));

        Reply reply =
                setting.ask(
                        client,
                        Client.question(
                                "/parallel(join=all)[/rag(hr) | /rag(law)] How much leave?", true));

        assertThat(reply.text())
                .contains("### /rag(hr)\n\nSo many [1].", "[1] leave.md")
                .contains("### /rag(law)\n\nSo many [2].", "[2] act.md");
        assertThat(reply.beside("citations"))
                .extracting(each -> each.text("document").orElse(""))
                .containsExactly("leave.md", "act.md");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "/parallel[/context(team) | /nope] Hi ~ column 28 ~ [/context(team) | ▸/nope] Hi",
                "/context(team)[/help] Hi ~ column 15 ~ /context(team)▸[/help] Hi",
                "/parallel(2 join=some) Hi ~ column 13 ~ /parallel(2 ▸join=some) Hi",
                "/parallel[/rag(k=0)] Hi ~ column 16 ~ /parallel[/rag(▸k=0)] Hi",
                "/parallel[] Hi ~ column 10 ~ /parallel▸[] Hi",
                "/parallel(2 Hi ~ column 10 ~ /parallel▸(2 Hi",
                "/parallel(3)[/rag | ] Hi ~ n: 3 ~ hold 2 pipelines"
            })
    void aMistakeIsToldWithItsPlaceBeforeAnyModelIsAsked(String text, String column, String marked)
            throws IOException {
        Setting setting = setting(Client.OPENAI);
        int before = setting.questions();
        for (Client client : Client.values()) {
            Reply reply = setting.ask(client, Client.question(text, true));

            assertThat(reply.status()).as(reply.body()).isEqualTo(400);
            assertThat(reply.error()).contains(column).contains(marked);
        }
        assertThat(setting.questions()).isEqualTo(before);
    }

    @Test
    void aMistakeBesideTheMessageIsToldWithItsEntry() throws IOException {
        Setting setting = setting(Client.OPENAI);

        Reply inBody =
                setting.ask(
                        Client.OPENAI,
                        Client.question("Hi", true, "\"agents\":[\"context\",\"rag(k=x)\"]"));
        Reply byHeader =
                Client.OLLAMA.ask(
                        setting.port(),
                        Client.question("Hi", true),
                        new Header("X-Chasqui-Agents", "context, rag(k=5"));

        assertThat(inBody.status()).isEqualTo(400);
        assertThat(inBody.error()).contains("at column 5 of entry 2 of agents, marked");
        assertThat(byHeader.status()).isEqualTo(400);
        assertThat(byHeader.error())
                .contains("at column 13 of entry 2 of agents, marked ▸ in 'context, rag▸(k=5'");
    }

    @Test
    void commandsInBracketsNeedTheSameRightsAndCountTogether() throws IOException {
        String keys = ",\"keys\":[%s]".formatted(Keys.entry("ben", "user", "\"parallel\""));
        try (Setting setting = start(Client.OPENAI, SNIPPETS + keys)) {
            Reply forbidden =
                    Client.OPENAI.ask(
                            setting.port(),
                            Client.question("/parallel[/context(team) | ] Hi", false),
                            Keys.bearer("ben"));

            assertThat(forbidden.status()).isEqualTo(403);
            assertThat(forbidden.error()).contains("may not use /context");
            assertThat(setting.questions()).isZero();
        }
        Reply tooMany =
                setting(Client.OPENAI)
                        .ask(
                                Client.OPENAI,
                                Client.question(
                                        "/parallel[" + "/context ".repeat(16) + "| ] Hi", false));
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.error()).contains("17 commands (expected: at most 16)");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aClientThatLeavesGivesUpAllPipelines(Client client) throws Exception {
        try (Setting setting = start(client, SNIPPETS);
                RawHttp http = RawHttp.connect(setting.port())) {
            FakeBackend backend = setting.backend();
            setting.answers(Answer.stall());
            http.post(client.path(), Client.question("/parallel[/context(team) | ] Who?", true));
            List<Received> asked = backend.awaitRequests(client.path(), 2);

            http.hangUp();

            for (Received each : asked) {
                each.awaitHangUp(SOON);
            }
        }
    }
}
