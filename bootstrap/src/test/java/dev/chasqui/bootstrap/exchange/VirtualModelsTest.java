package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Virtual models of the config, and names with commands behind them. */
class VirtualModelsTest {
    private static final String SECTIONS =
            """
            ,"agents":{"context":{"date":false,"snippets":{"team":"We are four.","tone":"Short."}}},
            "models":{"aliases":{"quick":"tiny"},
              "virtual":{
                "helper":{"model":"quick","agents":["/context(team)"],"system":"You help.",
                          "settings":{"temperature":0.25,"max_tokens":77}},
                "plain":{"model":"tiny","system":"Be plain."},
                "broken":{"model":"nowhere"}}}\
            """;

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(backend -> Setting.with(backend, "", SECTIONS, PluginJars.CONTEXT));

    private static String question(String model, String text, String... members) {
        return Client.question(text, false, members)
                .replace("\"model\":\"tiny\"", "\"model\":\"%s\"".formatted(model));
    }

    private static List<String> said(Setting setting) {
        return ((Json.Arr) setting.asked().get("messages").orElseThrow())
                .items().stream()
                        .map(message -> ((Json.Obj) message).text("content").orElseThrow())
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({"OPENAI,OPENAI", "OPENAI,OLLAMA", "OLLAMA,OPENAI", "OLLAMA,OLLAMA"})
    void aVirtualModelHasItsAgentsInstructionsAndSettings(Client client, Client backend)
            throws IOException {
        Setting setting = SETTINGS.of(backend);

        Reply reply = setting.ask(client, question("helper", "Who?"));

        assertThat(reply.text()).isEqualTo("Hello there!");
        assertThat(reply.body()).contains("\"model\":\"helper\"");
        assertThat(said(setting)).hasSize(2);
        assertThat(said(setting).getFirst()).startsWith("You help.").contains("We are four.");
        assertThat(setting.forwarded().text()).contains("0.25", "77", "\"model\":\"tiny");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aStreamNamesTheVirtualModelToo(Client client) throws IOException {
        Setting setting = SETTINGS.of(client);

        Reply reply =
                setting.ask(
                        client,
                        Client.question("Who?", true)
                                .replace("\"model\":\"tiny\"", "\"model\":\"plain\""));

        assertThat(reply.ended()).isTrue();
        assertThat(reply.objects())
                .allSatisfy(object -> assertThat(object.text("model")).contains("plain"));
    }

    @Test
    void theInstructionsStandBeforeThoseOfTheRequestWhoseSettingsCount() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String messages =
                """
                [{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}]\
                """;

        var _ =
                setting.ask(
                        Client.OPENAI,
                        Client.conversation(messages, false, "\"temperature\":1.5")
                                .replace("\"model\":\"tiny\"", "\"model\":\"plain\""));
        assertThat(said(setting)).containsExactly("Be plain.\n\nBe kind.", "Hi");

        var _ = setting.ask(Client.OPENAI, question("helper", "Hi", "\"temperature\":1.5"));
        assertThat(setting.forwarded().text()).contains("1.5", "77").doesNotContain("0.25");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions|{\"model\":\"M\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Hi\"}]}",
                "/v1/messages|{\"model\":\"M\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Hi\"}]}",
                "/api/chat|{\"model\":\"M\",\"stream\":false,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Hi\"}]}",
                "/api/generate|{\"model\":\"M\",\"stream\":false,\"prompt\":\"Hi\"}"
            })
    void everyClientMayAskForAVirtualModelAndForCommandsBehindAName(String request)
            throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String[] parts = request.split("\\|", 2);

        for (String model : List.of("helper", "tiny+context(team)", "plain+context(team)")) {
            WireMessage answer =
                    RawHttp.post(
                            setting.port(),
                            parts[0],
                            parts[1].replace("\"M\"", Json.of(model).toString()));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.text()).contains("\"model\":\"" + model + "\"");
            assertThat(setting.forwarded().text()).contains("We are four.");
        }
    }

    @Test
    void namesWithCommandsMayStandOnVirtualModelsAndAliases() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        var _ = setting.ask(Client.OPENAI, question("helper+context(tone)", "/context(team) Hi"));
        assertThat(setting.forwarded().text())
                .contains("You help.", "We are four.", "Short.", "0.25");

        Reply unknown = setting.ask(Client.OPENAI, question("tiny+cntext", "Hi"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.error())
                .contains("model: ", "cntext", "there are: help, context")
                .contains("at column 6 of the model's name, marked ▸ in 'tiny+▸cntext'")
                .doesNotContain("of agents");

        Reply misplaced = setting.ask(Client.OPENAI, question("tiny+context(team x=1)", "Hi"));
        assertThat(misplaced.status()).isEqualTo(400);
        assertThat(misplaced.error())
                .contains(
                        "at column 19 of the model's name, marked ▸ in 'tiny+context(team ▸x=1)'");

        Reply wrong = setting.ask(Client.OPENAI, question("tiny+context(nobody)", "Hi"));
        assertThat(wrong.status()).isEqualTo(400);

        Reply many = setting.ask(Client.OPENAI, question("tiny" + "+context".repeat(17), "Hi"));
        assertThat(many.status()).isEqualTo(400);
        assertThat(many.error()).contains("17 commands (expected: at most 16)");

        for (String name : List.of("tiny+", "+context", "tiny++context", "nowhere+context", "+")) {
            assertThat(setting.ask(Client.OPENAI, question(name, "Hi")).status())
                    .as(name)
                    .isEqualTo(404);
        }
        Reply endless = setting.ask(Client.OPENAI, question("tiny" + "+a".repeat(50_000), "Hi"));
        assertThat(endless.status()).isEqualTo(404);
    }

    @Test
    void virtualModelsAreListedInEveryDialectAndThoseWithCommandsAreNot() throws IOException {
        Setting setting = SETTINGS.of(Client.OLLAMA);

        for (String path : List.of("/v1/models", "/api/tags", "/api/v0/models")) {
            String list = RawHttp.get(setting.port(), path).text();
            assertThat(list).as(path).contains("\"helper", "\"plain").doesNotContain("broken");
        }
        for (String name : List.of("helper", "tiny+context", "helper+context(tone)")) {
            String escaped = URLEncoder.encode(name, StandardCharsets.UTF_8);
            WireMessage one = RawHttp.get(setting.port(), "/v1/models/" + escaped);
            WireMessage shown =
                    RawHttp.post(setting.port(), "/api/show", "{\"model\":\"%s\"}".formatted(name));

            assertThat(one.status()).as(name).isEqualTo(200);
            assertThat(one.text()).contains("\"id\":\"" + name + "\"");
            assertThat(shown.status()).as(name).isEqualTo(200);
            assertThat(shown.text()).doesNotContain("You help.");
        }
        assertThat(RawHttp.get(setting.port(), "/v1/models/tiny+").status()).isEqualTo(404);
        assertThat(setting.ask(Client.OPENAI, question("broken", "Hi")).error())
                .contains("'broken' stands for 'nowhere', which no backend has");
    }

    @Test
    void tokensAreCountedWithTheInstructions() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String body =
                """
                {"model":"%s","messages":[{"role":"user","content":"Hi"}]}\
                """;
        String path = "/v1/messages/count_tokens";

        String plain = RawHttp.post(setting.port(), path, body.formatted("tiny")).text();
        String own = RawHttp.post(setting.port(), path, body.formatted("plain")).text();
        String named = RawHttp.post(setting.port(), path, body.formatted("tiny+context")).text();

        assertThat(own).contains("input_tokens").isNotEqualTo(plain);
        assertThat(named).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"helper", "tiny+context", "plain"})
    void aModelIsLoadedByItsVirtualName(String model) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        assertThat(
                        RawHttp.post(
                                        setting.port(),
                                        "/api/generate",
                                        "{\"model\":\"%s\"}".formatted(model))
                                .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"helper,400", "tiny+context,400", "plain,200"})
    void otherRequestsGoToTheModelBeneathUnlessTheyWouldMissAgents(String model, int status)
            throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.backend().on("POST", "/v1/completions", FakeOpenAi.chat("Hello there!"));

        WireMessage answer =
                RawHttp.post(
                        setting.port(),
                        "/v1/completions",
                        "{\"model\":\"%s\",\"prompt\":\"Hi\"}".formatted(model));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @Test
    void theNamesOfTheConfigCannotBeChangedOrDerived() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        int port = setting.port();

        assertThat(
                        RawHttp.post(
                                        port,
                                        "/api/create",
                                        "{\"model\":\"helper\",\"from\":\"tiny\"}")
                                .text())
                .contains("is a virtual model in the config");
        assertThat(
                        RawHttp.post(port, "/api/create", "{\"model\":\"own\",\"from\":\"helper\"}")
                                .text())
                .contains("is a virtual model in the config");
        assertThat(
                        RawHttp.post(
                                        port,
                                        "/api/copy",
                                        "{\"source\":\"helper\",\"destination\":\"own\"}")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void aVirtualModelMayHideItsOwnBaseAndStandOnADerivedModel() throws IOException {
        String sections =
                """
                ,"agents":{"context":{"date":false,"snippets":{"team":"We are four."}}},
                "models":{"virtual":{
                  "tiny":{"model":"tiny","agents":["/context(team)"]},
                  "child":{"model":"own","system":"First."}}}\
                """;
        try (Setting setting = Setting.with(Client.OPENAI, "", sections, PluginJars.CONTEXT)) {
            var _ = setting.ask(Client.OPENAI, question("tiny", "Hi"));
            assertThat(setting.forwarded().text()).contains("We are four.");

            assertThat(setting.ask(Client.OPENAI, question("child", "Hi")).status()).isEqualTo(404);
        }
    }

    @Test
    void aModelWhoseOwnNameHasAPlusGoesFirst() throws IOException {
        try (var backend = FakeOpenAi.start("tiny", "tiny+context", "c4ai+large");
                var server =
                        StartedServer.of(
                                "{\"backends\":[%s]%s}"
                                        .formatted(
                                                StartedServer.backendConfig(
                                                        "backend", backend, "openai"),
                                                ",\"agents\":{\"context\":{\"date\":true}}"),
                                PluginJars.CONTEXT)) {
            backend.on("POST", "/v1/chat/completions", FakeOpenAi.chat("Hello there!"));
            for (String[] pair :
                    List.of(
                            new String[] {"tiny+context", "tiny+context", "false"},
                            new String[] {"c4ai+large", "c4ai+large", "false"},
                            new String[] {"tiny+context+context", "tiny+context", "true"},
                            new String[] {"c4ai+large+context", "c4ai+large", "true"})) {
                var _ = Client.OPENAI.ask(server.port(), question(pair[0], "Hi"));
                String asked = backend.received("/v1/chat/completions").getLast().message().text();

                assertThat(asked).as(pair[0]).contains("\"model\":\"" + pair[1] + "\"");
                assertThat(asked.contains("<context")).isEqualTo(Boolean.parseBoolean(pair[2]));
            }
        }
    }
}
