package dev.chasqui.bootstrap.exchange;

import static dev.chasqui.bootstrap.exchange.RoutedBackends.CHAT;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.backendOf;
import static dev.chasqui.bootstrap.exchange.RoutedBackends.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/**
 * The choice between backends by the needs of a request, where their lists say what a model lacks.
 */
class NeedsTest {
    private static final String BLIND = ",\"architecture\":{\"input_modalities\":[\"text\"]}";
    private static final String SEEING =
            ",\"architecture\":{\"input_modalities\":[\"text\",\"image\"]}";
    private static final String IMAGE =
            "[{\"type\":\"text\",\"text\":\"What is it?\"},{\"type\":\"image_url\",\"image_url\":"
                    + "{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]";

    private final RoutedBackends backends = new RoutedBackends();

    @AfterEach
    void close() throws Exception {
        backends.close();
    }

    /** Returns the entry of a backend that lists a model with what it says of it. */
    private String listing(String name, String model, String more) {
        return entry(name, started(name, model, more), "");
    }

    private FakeBackend started(String name, String model, String more) {
        FakeBackend backend = backends.backend(name, model);
        return backend.on(
                "GET",
                "/v1/models",
                Answer.json(
                        200,
                        "{\"object\":\"list\",\"data\":[{\"id\":\"%s\",\"object\":\"model\"%s}]}"
                                .formatted(model, more)));
    }

    private static WireMessage ask(StartedServer server, String content, String more)
            throws IOException {
        return RawHttp.post(server.port(), CHAT, body(content, more));
    }

    private static String body(String content, String more) {
        return "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
                .formatted(content, more);
    }

    @Test
    void anImageGoesToTheBackendWhoseModelSeesIt() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{}",
                        listing("blind", "tiny", BLIND),
                        listing("seeing", "tiny", SEEING));

        assertThat(backendOf(ask(server, IMAGE, ""))).isEqualTo("seeing");
        assertThat(backendOf(ask(server, "\"Hi\"", ""))).isEqualTo("blind");
        assertThat(RawHttp.post(server.port(), "/admin/route/explain", body(IMAGE, "")).text())
                .contains(
                        "\"dropped\":[{\"backend\":\"blind\",\"reason\":\"its list says that the"
                                + " model cannot see images\"}]");
    }

    @Test
    void toolsAndJsonGoWhereTheyAreTaken() throws IOException {
        String plain = ",\"supported_parameters\":[\"temperature\"]";
        String able = ",\"supported_parameters\":[\"tools\",\"structured_outputs\"]";
        StartedServer server =
                backends.server(
                        "\"models\":{}",
                        listing("plain", "tiny", plain),
                        listing("able", "tiny", able));
        String tools =
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"now\",\"parameters\":{}}}]";

        assertThat(backendOf(ask(server, "\"Hi\"", tools))).isEqualTo("able");
        assertThat(
                        backendOf(
                                ask(
                                        server,
                                        "\"Hi\"",
                                        ",\"response_format\":{\"type\":\"json_object\"}")))
                .isEqualTo("able");
        assertThat(backendOf(ask(server, "\"Hi\"", ",\"response_format\":{\"type\":\"text\"}")))
                .isEqualTo("plain");
    }

    @Test
    void reasoningGoesWhereAModelReasons() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{}",
                        listing("plain", "tiny", ",\"supported_parameters\":[\"tools\"]"),
                        listing("able", "tiny", ",\"supported_parameters\":[\"reasoning\"]"));

        assertThat(backendOf(ask(server, "\"Hi\"", ",\"reasoning_effort\":\"low\"")))
                .isEqualTo("able");
        assertThat(
                        backendOf(
                                ask(
                                        server,
                                        "\"Hi\"",
                                        ",\"chat_template_kwargs\":{\"enable_thinking\":true}")))
                .isEqualTo("able");
        assertThat(backendOf(ask(server, "\"Hi\"", ",\"reasoning_effort\":\"none\"")))
                .isEqualTo("plain");
        assertThat(backendOf(ask(server, "\"Hi\"", ""))).isEqualTo("plain");
    }

    @Test
    void whereTheEstimateLeavesADoubtTheTokenizerDecides() throws IOException {
        FakeBackend small = started("short", "tiny", ",\"max_model_len\":4096");
        small.on("POST", "/tokenize", Answer.json(200, "{\"count\":3000}"));
        StartedServer server =
                backends.server(
                        "\"models\":{}",
                        entry("short", small, ""),
                        listing("long", "tiny", ",\"max_model_len\":32768"));
        String doubtful = "\"" + "many words ".repeat(1_500) + "\"";

        // By its bytes it has 4,700 tokens.
        assertThat(backendOf(ask(server, doubtful, ""))).isEqualTo("short");
        small.on("POST", "/tokenize", Answer.json(200, "{\"count\":4096}"));
        WireMessage other = ask(server, doubtful, "");
        assertThat(backendOf(other)).isEqualTo("long");

        int asked = small.received("/tokenize").size();
        assertThat(backendOf(ask(server, "\"" + "many words ".repeat(5_000) + "\"", "")))
                .isEqualTo("long");
        assertThat(small.received("/tokenize")).hasSize(asked);
    }

    @Test
    void aLongPromptGoesWhereItFits() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{}",
                        listing("short", "tiny", ",\"max_model_len\":4096"),
                        listing("long", "tiny", ",\"max_model_len\":32768"));

        assertThat(backendOf(ask(server, "\"" + "word ".repeat(8_000) + "\"", "")))
                .isEqualTo("long");
        assertThat(backendOf(ask(server, "\"" + "word ".repeat(800) + "\"", "")))
                .isEqualTo("short");
    }

    @Test
    void anotherModelStandsInForOneThatNoBackendCanUseForTheRequest() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{\"tiny\":{\"fallbacks\":[\"other\",\"eyes\"]}}",
                        listing("blind", "tiny", BLIND),
                        listing("blindToo", "other", BLIND),
                        listing("seeing", "eyes", SEEING));

        WireMessage answer = ask(server, IMAGE, "");

        assertThat(backendOf(answer)).isEqualTo("seeing");
        assertThat(answer.header("X-Chasqui-Fallback-Model")).contains("eyes");
        assertThat(backendOf(ask(server, "\"Hi\"", ""))).isEqualTo("blind");
    }

    @Test
    void aDrainedBackendDoesNotKeepTheRequestFromAModelThatCan() throws IOException {
        StartedServer server =
                backends.server(
                        "\"models\":{\"tiny\":{\"fallbacks\":[\"eyes\"]}}",
                        listing("blind", "tiny", BLIND),
                        listing("seeing", "tiny", SEEING),
                        listing("standIn", "eyes", SEEING));
        assertThat(backendOf(ask(server, IMAGE, ""))).isEqualTo("seeing");

        WireMessage drained = RawHttp.post(server.port(), "/admin/servers/seeing/drain", "");

        assertThat(drained.status()).isEqualTo(200);
        assertThat(backendOf(ask(server, IMAGE, ""))).isEqualTo("standIn");
        assertThat(backendOf(ask(server, "\"Hi\"", ""))).isEqualTo("blind");
    }

    @Test
    void whereNoModelCanTheOneThatWasAskedForSaysSoItself() throws IOException {
        FakeBackend blind = started("blind", "tiny", BLIND);
        blind.on("POST", CHAT, FakeOpenAi.error(400, "image input is not supported"));
        StartedServer server =
                backends.server(
                        "\"models\":{\"tiny\":{\"fallbacks\":[\"other\"]}}",
                        entry("blind", blind, ""),
                        listing("blindToo", "other", BLIND));

        WireMessage answer = ask(server, IMAGE, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("image input is not supported");
    }
}
