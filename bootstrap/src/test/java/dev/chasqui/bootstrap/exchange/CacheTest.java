package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** {@code /cache} through the whole server. */
class CacheTest {
    private static final String HEADER = "X-Chasqui-Cache";

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend ->
                            Setting.with(
                                    backend,
                                    "",
                                    ",\"agents\":{\"context\":{\"date\":false,\"snippets\":"
                                            + "{\"a\":\"A\",\"b\":\"B\"}}}",
                                    PluginJars.CACHE,
                                    PluginJars.CONTEXT));

    @ParameterizedTest
    @EnumSource(Client.class)
    void anEqualRequestIsAnsweredAgainInBothForms(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);
        setting.answers(backend.saying("Hello my friend!"));
        for (Client client : Client.values()) {
            setting.backend().forget();
            setting.answers(backend.saying("Hello my friend!"));
            Reply miss = setting.ask(client, Client.question("/cache One?", true));
            setting.answers(backend.saying("Something else."));
            Reply hit = setting.ask(client, Client.question("/cache One?", true));
            Reply whole = setting.ask(client, Client.question("/cache One?", false));

            assertThat(miss.wire().header(HEADER)).contains("miss");
            assertThat(hit.wire().header(HEADER)).contains("hit");
            assertThat(whole.wire().header(HEADER)).contains("hit");
            for (Reply reply : new Reply[] {miss, hit, whole}) {
                assertThat(reply.text()).isEqualTo("Hello my friend!");
                assertThat(reply.finish()).isEqualTo("stop");
            }
            assertThat(hit.ended()).isTrue();
            assertThat(hit.objects()).hasSizeGreaterThanOrEqualTo(4);
            assertThat(whole.usage()).isEqualTo(miss.usage().or(whole::usage));
            assertThat(whole.body()).contains("\"cache\":\"hit\"");
            assertThat(setting.backend().received(backend.path())).hasSize(1);
        }
    }

    @Test
    void aClientOfAnthropicGetsTheReplyAgain() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        for (boolean stream : new boolean[] {true, false}) {
            String body =
                    """
                    {"model":"tiny","max_tokens":50,"stream":%b,"messages":[\
                    {"role":"user","content":"/cache Who?"}]}\
                    """
                            .formatted(stream);
            WireMessage first = RawHttp.post(setting.port(), "/v1/messages", body);
            WireMessage again = RawHttp.post(setting.port(), "/v1/messages", body);

            assertThat(first.header(HEADER)).contains(stream ? "miss" : "hit");
            assertThat(again.header(HEADER)).contains("hit");
            assertThat(again.text()).contains("there!", "end_turn");
        }
    }

    @Test
    void theAgentsBehindTellRequestsApart() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        for (String commands :
                new String[] {"/cache", "/cache /context(a)", "/cache /context(b)"}) {
            assertThat(
                            setting.ask(Client.OPENAI, Client.question(commands + " Two?", true))
                                    .wire()
                                    .header(HEADER))
                    .contains("miss");
        }
        assertThat(
                        setting.ask(Client.OPENAI, Client.question("/cache /context(b) Two?", true))
                                .wire()
                                .header(HEADER))
                .contains("hit");
    }

    @Test
    void anErrorAndAReplyThatBreaksOffAreNotKept() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(Answer.json(500, "{}"));
        assertThat(setting.ask(Client.OPENAI, Client.question("/cache Three?", true)).status())
                .isEqualTo(502);
        setting.answers(
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                "data:"
                                    + " {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hal\"}}]}\n\n")));
        setting.ask(Client.OPENAI, Client.question("/cache Three?", true));
        setting.answers(Client.OPENAI.saying("Whole."));

        Reply reply = setting.ask(Client.OPENAI, Client.question("/cache Three?", true));

        assertThat(reply.text()).isEqualTo("Whole.");
        assertThat(reply.wire().header(HEADER)).contains("miss");
    }

    @Test
    void withoutTheCommandThereIsNoHeader() throws IOException {
        assertThat(
                        SETTINGS.of(Client.OPENAI)
                                .ask(Client.OPENAI, Client.question("Four?", true))
                                .wire()
                                .header(HEADER))
                .isEmpty();
    }
}
