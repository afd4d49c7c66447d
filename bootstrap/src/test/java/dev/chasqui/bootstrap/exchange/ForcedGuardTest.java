package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;

/** A {@code /guard} that the config has run, which callers try to step around. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForcedGuardTest {
    private static final String MAIL = "bob@example.org";
    private static final String CHAT = "/v1/chat/completions";
    private static final String COUNT = "/v1/messages/count_tokens";

    private final FakeBackend near = FakeOpenAi.start("near", "nomic");
    private final FakeBackend far = FakeOpenAi.start("far");
    private final FakeBackend claude = FakeBackend.start();
    private final StartedServer server =
            StartedServer.of(
                    """
                    {"backends":[%s,%s,%s],
                     "agents":{"context":{"date":false,"snippets":{"team":"Ask %s."}}},
                     "pipeline":{"agents":["/guard"],"rules":[
                       {"if":{"model":"nomic","kind":["embeddings"]},"then":{"skip":["guard"]}},
                       {"if":{"model":"secret*"},"then":{"refuse":"Not that one."}}]}}
                    """
                            .formatted(
                                    StartedServer.backendConfig("near", near, "openai"),
                                    open(StartedServer.backendConfig("far", far, "openai")),
                                    open(StartedServer.backendConfig("c", claude, "anthropic")),
                                    MAIL),
                    PluginJars.GUARD,
                    PluginJars.PARALLEL,
                    PluginJars.CONTEXT);

    private static String open(String backend) {
        return backend.replace("{\"name\"", "{\"zone\":\"open\",\"name\"");
    }

    @BeforeEach
    void renew() {
        for (FakeBackend one : List.of(near, far, claude)) {
            one.forget();
        }
        far.on("POST", CHAT, FakeOpenAi.chat("Dear [EMAIL_1]!"));
        near.on("POST", CHAT, FakeOpenAi.chat("Near."));
        claude.on(
                "GET",
                "/v1/models",
                Answer.json(
                        200,
                        """
                        {"data":[{"type":"model","id":"claude-x","display_name":"Claude X",\
                        "created_at":"2025-01-01T00:00:00Z"}],"has_more":false,\
                        "first_id":"claude-x","last_id":"claude-x"}\
                        """));
        claude.on("POST", COUNT, Answer.json(200, "{\"input_tokens\":30}"));
    }

    @AfterAll
    void close() {
        server.close();
        near.close();
        far.close();
        claude.close();
    }

    private WireMessage ask(String path, String body) throws IOException {
        return RawHttp.post(server.port(), path, body);
    }

    @ParameterizedTest
    @CsvSource({
        "near,/parallel(models=far n=1 join=first) I am bob@example.org",
        "nomic,/parallel(models=far n=1 join=first) I am bob@example.org",
        "near,/parallel(models=far n=1 join=first) /context(team) Hi",
        "far,/context(team) Hi",
        "far,/parallel(n=2 join=all)[/context(team) | ] I am bob@example.org",
        "far,I am bob@example.org"
    })
    void noAgentOfACallerStepsAroundIt(String model, String text) throws IOException {
        WireMessage reply =
                ask(
                        CHAT,
                        Client.question(text, false)
                                .replace("\"model\":\"tiny\"", "\"model\":\"" + model + "\""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("Dear " + MAIL);
        assertThat(far.received(CHAT)).isNotEmpty();
        assertThat(far.received(CHAT))
                .allSatisfy(
                        sent ->
                                assertThat(sent.message().text())
                                        .contains("[EMAIL_1]")
                                        .doesNotContain(MAIL));
    }

    @Test
    void theTextWhoseTokensAreCountedStaysHere() throws IOException {
        WireMessage counted = ask(COUNT, count("claude-x"));

        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.header("X-Chasqui-Estimated")).contains("input_tokens");
        assertThat(claude.received(COUNT)).isEmpty();
    }

    @Test
    void aRuleRefusesACount() throws IOException {
        assertThat(ask(COUNT, count("secret")).status()).isEqualTo(403);
    }

    private static String count(String model) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"I am %s\"}]}"
                .formatted(model, MAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "/upstream/nomic/v1/embeddings,secret-model",
        "/upstream/near/v1/completions,nomic",
        "/upstream/near/completion,secret"
    })
    void aForwardedBodyNamesNoOtherModelThanItsPath(String path, String model) throws IOException {
        WireMessage answer = ask(path, "{\"model\":\"" + model + "\",\"input\":\"x\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("the model of the path");
        assertThat(near.received(path.substring(path.indexOf('/', 10)))).isEmpty();
    }

    @Test
    void anExceptionForVectorsHolds() throws IOException {
        near.on("POST", "/v1/embeddings", Answer.json(200, "{\"data\":[]}"));

        var _ = ask("/v1/embeddings", "{\"model\":\"nomic\",\"input\":\"x\"}");

        assertThat(near.received("/v1/embeddings")).hasSize(1);
        assertThat(ask("/v1/embeddings", "{\"model\":\"near\",\"input\":\"x\"}").status())
                .isEqualTo(400);
    }
}
