package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Agents that the config has run, rights with bounds, and rules, through the whole server. */
class GovernedChatsTest {
    private static final String SNIPPETS =
            """
            ,"agents":{"context":{"date":false,"snippets":{"all":"for all","key":"for the key",\
            "model":"for the model","rule":"by a rule","mine":"of mine","secret":"is secret"}}}\
            """;

    private static final String PIPELINE =
            """
            ,"models":{"aliases":{"quick":"tiny"}},
            "pipeline":{
              "agents":["/context(all)"],
              "models":{"tin*":["/context(model)"]},
              "rules":[
                {"if":{"header":{"X-Team":"legal*"}},"then":{"agents":["/context(rule)"]}},
                {"if":{"larger":"2KiB"},"then":{"refuse":"Too long for this server."}},
                {"if":{"model":"tiny","header":{"X-Raw":"yes"}},"then":{"skip":["context"]}},
                {"if":{"dialect":"ollama","header":{"X-Gone":"*"}},"then":{"refuse":"Gone."}}]}\
            """;

    private static String keys() {
        return ",\"keys\":["
                + Keys.entry("root", "admin", "\"*\"")
                + ","
                + Keys.entry("ann", "user", "\"context(snippets=mine|m*e)\"")
                        .replace("}", ",\"pipeline\":[\"/context(key)\"]}")
                + ","
                + Keys.entry("bob", "user", "")
                + "]";
    }

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend ->
                            Setting.with(
                                    backend, "", SNIPPETS + PIPELINE + keys(), PluginJars.CONTEXT));

    private static Reply ask(Setting setting, Client client, String body, Header... more)
            throws IOException {
        List<Header> headers = new ArrayList<>(List.of(more));
        if (headers.stream().noneMatch(header -> header.name().equals("Authorization"))) {
            headers.add(Keys.bearer("ann"));
        }
        return client.ask(setting.port(), body, headers.toArray(Header[]::new));
    }

    /** Returns the snippets in the request that reached the backend, in their order. */
    private static List<String> snippets(Setting setting) {
        List<String> found = new ArrayList<>();
        var names = Pattern.compile("snippet name=..?(\\w+)").matcher(setting.forwarded().text());
        while (names.find()) {
            found.add(names.group(1));
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,OPENAI,false",
        "OPENAI,OLLAMA,true",
        "OLLAMA,OPENAI,true",
        "OLLAMA,OLLAMA,false"
    })
    void theAgentsOfTheConfigRunInTheirOrderBeforeThoseOfTheCaller(
            Client client, Client backend, boolean stream) throws IOException {
        Setting setting = SETTINGS.of(backend);

        Reply reply =
                ask(
                        setting,
                        client,
                        Client.question("/context(me) Hi", stream, "\"agents\":[\"context(mine)\"]")
                                .replace("(me)", "(mine)"),
                        new Header("X-Team", "legal-2"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("Hello there!");
        assertThat(snippets(setting))
                .containsExactly("all", "key", "model", "rule", "mine", "mine");
    }

    @Test
    void anAliasDoesNotAvoidTheAgentsOfItsModel() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        var _ =
                ask(
                        setting,
                        Client.OPENAI,
                        Client.question("Hi", false).replace("tiny", "quick"),
                        Keys.bearer("bob"));

        assertThat(snippets(setting)).containsExactly("all", "model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions|{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Hi\"}]}",
                "/v1/messages|{\"model\":\"tiny\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"Hi\"}]}",
                "/api/chat|{\"model\":\"tiny\",\"stream\":false,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Hi\"}]}",
                "/api/generate|{\"model\":\"tiny\",\"stream\":false,\"prompt\":\"Hi\"}"
            })
    void theAgentsOfTheConfigRunForEveryClient(String request) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String[] parts = request.split("\\|", 2);

        WireMessage answer = RawHttp.post(setting.port(), parts[0], parts[1], Keys.bearer("bob"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(snippets(setting)).containsExactly("all", "model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/completions|{\"model\":\"tiny\",\"prompt\":\"Hi\"}",
                "/v1/embeddings|{\"model\":\"tiny\",\"input\":\"Hi\"}",
                "/api/embed|{\"model\":\"tiny\",\"input\":\"Hi\"}",
                "/v1/rerank|{\"model\":\"tiny\",\"query\":\"Hi\",\"documents\":[\"a\"]}",
                "/v1/decisions|{\"model\":\"tiny\",\"input\":\"Hi\",\"questions\":[{\"name\":\"q\","
                        + "\"type\":\"predicate\",\"instructions\":\"Is it?\"}]}",
                "/api/generate|{\"model\":\"tiny\",\"raw\":true,\"stream\":false,\"prompt\":\"Hi\"}",
                "/completion|{\"model\":\"tiny\",\"prompt\":\"Hi\"}",
                "/infill|{\"model\":\"quick\",\"prompt\":\"Hi\"}"
            })
    void whatNoAgentWorksOnIsRefusedUnlessARuleExceptsIt(String request) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String[] parts = request.split("\\|", 2);

        WireMessage refused = RawHttp.post(setting.port(), parts[0], parts[1], Keys.bearer("bob"));
        WireMessage excepted =
                RawHttp.post(
                        setting.port(),
                        parts[0],
                        parts[1],
                        Keys.bearer("bob"),
                        new Header("X-Raw", "yes"));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("'pipeline.agents[0]' of the config has /context run");
        assertThat(excepted.text()).doesNotContain("pipeline.agents");
    }

    @Test
    void loadingAModelNeedsNoAgent() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        assertThat(
                        RawHttp.post(
                                        setting.port(),
                                        "/api/generate",
                                        "{\"model\":\"tiny\"}",
                                        Keys.bearer("bob"))
                                .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aRuleRefusesWithItsText(Client client) throws IOException {
        Setting setting = SETTINGS.of(client);

        Reply large = ask(setting, client, Client.question("é".repeat(1025), true));
        Reply gone = ask(setting, client, Client.question("Hi", true), new Header("x-gone", "1"));

        assertThat(large.status()).isEqualTo(403);
        assertThat(large.error()).isEqualTo("Too long for this server.");
        assertThat(gone.status()).isEqualTo(client == Client.OLLAMA ? 403 : 200);
        assertThat(setting.questions()).isEqualTo(client == Client.OLLAMA ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aCommandOutsideOfTheBoundsOfARightIsRefused(Client client) throws IOException {
        Setting setting = SETTINGS.of(client);

        for (String command : List.of("/context(secret)", "/context(mine,secret)", "/context")) {
            Reply reply = ask(setting, client, Client.question(command + " Hi", true));

            assertThat(reply.status()).as(command).isEqualTo(403);
            assertThat(reply.error())
                    .contains("'ann' may not use /context so, but only as")
                    .contains("context(snippets=mine|m*e): snippets is");
        }
        Reply none = ask(setting, client, Client.question("/context Hi", true), Keys.bearer("bob"));
        assertThat(none.status()).isEqualTo(403);
        assertThat(setting.questions()).isZero();
    }

    @Test
    void helpShowsTheBounds() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        Reply help = ask(setting, Client.OPENAI, Client.question("/help", false));

        assertThat(help.text()).contains("you may use `context(snippets=mine|m*e)`");
    }

    @Test
    void anAdministratorIsToldWhichAgentsAChatGets() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String asked =
                """
                {"model":"quick","key":"ann","dialect":"ollama","headers":{"x-team":"legal"},\
                "text":"/context(secret) /context(mine) Hi"}\
                """;

        WireMessage told =
                RawHttp.post(setting.port(), "/admin/agents/explain", asked, Keys.bearer("root"));
        Json.Obj body = Reply.parse(told.text());

        assertThat(told.status()).isEqualTo(200);
        assertThat(((Json.Arr) body.get("agents").orElseThrow()).items())
                .extracting(item -> ((Json.Obj) item).text("from").orElseThrow())
                .containsExactly(
                        "pipeline.agents[0]",
                        "keys[1].pipeline[0]",
                        "pipeline.models.tin*[0]",
                        "pipeline.rules[0].then.agents[0]",
                        "typed",
                        "typed");
        assertThat(body.text("refused").orElseThrow()).contains("'ann' may not use /context so");
        assertThat(
                        RawHttp.post(
                                        setting.port(),
                                        "/admin/agents/explain",
                                        asked,
                                        Keys.bearer("ann"))
                                .status())
                .isEqualTo(403);
        assertThat(setting.questions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"model\":1}",
                "{\"model\":\"tiny\",\"size\":\"x\"}",
                "{\"model\":\"tiny\",\"key\":\"nobody\"}",
                "{\"model\":\"tiny\",\"headers\":[]}",
                "{\"model\":\"tiny\",\"agents\":[1]}",
                "{\"model\":\"tiny\",\"headers\":{\"a\":1}}",
                "{\"model\":\"tiny\",\"dialect\":\"esperanto\"}",
                "nonsense"
            })
    void aWrongQuestionForAnExplanationIsRefused(String body) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        assertThat(
                        RawHttp.post(
                                        setting.port(),
                                        "/admin/agents/explain",
                                        body,
                                        Keys.bearer("root"))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void anExplanationReadsTheQuestionAsARequestIsRead() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String team =
                "{\"model\":\"tiny\",\"dialect\":\"OpenAI\",\"headers\":{\"X-Team\":[\"hr,"
                        + " legal\"]}}";
        String unknown = "{\"model\":\"tiny\",\"agents\":[\"nothing\"]}";

        assertThat(explained(setting, team)).contains("\"rules\":[\"pipeline.rules[0]\"]");
        assertThat(explained(setting, unknown)).contains("\"refused\":", "nothing");
        assertThat(explained(setting, "{\"model\":\"ecko\"}")).contains("\"warning\":", "'ecko'");
    }

    private static String explained(Setting setting, String question) throws IOException {
        return RawHttp.post(setting.port(), "/admin/agents/explain", question, Keys.bearer("root"))
                .text();
    }
}
