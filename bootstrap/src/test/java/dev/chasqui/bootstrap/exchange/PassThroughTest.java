package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.Header;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Between a client and a backend of the same dialect no byte is lost, not even a blank. */
class PassThroughTest {
    private static final String ODD =
            """
            "zeta": 1.50 ,"alpha":18446744073709551615, "e":-0.0e+2,"nested":{"b":[1.0, null],"a":"\\u00e9\\/\\ud83d\\ude00"}\
            """;

    @Test
    void anOllamasBodyArrivesByteForByte() throws IOException {
        String body =
                """
                { "stream" :true,"model":"tiny","messages": [{"content":"\\u0048i é","mood":2.0, "role":"user"}],\
                "options":{"num_ctx":4096, "new_one":1e3},"tools":[{"type":"function","x":1.0,"function":\
                {"y":2.50,"name":"f","parameters":{"type":"object"}}}], %s }\
                """
                        .formatted(ODD);
        try (Setting setting = Setting.with(Client.OLLAMA)) {
            assertThat(setting.ask(Client.OLLAMA, body).status()).isEqualTo(200);
            assertThat(setting.forwarded().text()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aWholeQuestionArrivesByteForByte(Client dialect) throws IOException {
        String body =
                """
                {"model":"tiny","messages":[{"role":"user","content":"Hi","mood":1.50,"name":"Ann"}], "stream":false,%s}\
                """
                        .formatted(ODD);
        try (Setting setting = Setting.with(dialect)) {
            assertThat(setting.ask(dialect, body).status()).isEqualTo(200);
            assertThat(setting.forwarded().text()).isEqualTo(body);
        }
    }

    @Test
    void anOpenAisBodyWithUsageArrivesByteForByte() throws IOException {
        String body =
                """
                { "stream" :true, "stream_options":{"include_usage":true, "other":0.10},"model":"tiny",\
                "messages":[{"content":[{"type":"text","text":"Hi","cache":{"ttl":5.0}},{"type":"unheard", "of":[]}],"role":"user"}],\
                "tools":[{"type":"custom","custom":{"name":"c"}},{"type":"function","x":1.0,"function":{"y":2.50,"name":"f"}}],%s}\
                """
                        .formatted(ODD);
        try (Setting setting = Setting.with(Client.OPENAI)) {
            assertThat(setting.ask(Client.OPENAI, body).status()).isEqualTo(200);
            assertThat(setting.forwarded().text()).isEqualTo(body);
        }
    }

    @Test
    void aStreamWithoutUsageDiffersInTheRequestForItAlone() throws IOException {
        String body = Client.question("Hi", true, ODD);
        try (Setting setting = Setting.with(Client.OPENAI)) {
            var _ = setting.ask(Client.OPENAI, body);

            String withUsage =
                    body.substring(0, body.length() - 1)
                            + ",\"stream_options\":{\"include_usage\":true}}";
            assertThat(setting.forwarded().text()).isEqualTo(withUsage);
        }
    }

    @Test
    void unknownMembersOfAnOpenAisChunksComeBackByteForByte() throws IOException {
        List<String> frames =
                List.of(
                        """
                        data: {"zeta":1.50,"id":"x","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{"role":"assistant","content":"","mood":[ ]},"finish_reason":null,"logprobs":null}]}

                        """,
                        """
                        data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{"content":"H\\u0069 é"},"big":18446744073709551615,"finish_reason":null}]}

                        """,
                        """
                        data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"tiny","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"timings":{"a":0.10}}

                        """,
                        "data: [DONE]\n\n");
        try (Setting setting = Setting.with(Client.OPENAI)) {
            setting.backend()
                    .on(
                            "POST",
                            Client.OPENAI.path(),
                            Answer.stream("text/event-stream", Duration.ZERO, frames));

            Reply reply = setting.ask(Client.OPENAI, Client.question("Hi", true));

            assertThat(reply.body()).isEqualTo(String.join("", frames));
        }
    }

    @Test
    void unknownMembersOfAnOllamasLinesComeBackByteForByte() throws IOException {
        List<String> lines =
                List.of(
                        """
                        {"zeta":1.50, "model":"tiny","created_at":"2026-11-21T00:00:00Z","message":{"role":"assistant","content":"H\\u0069 é","mood":[ ]},"done":false}
                        """,
                        """
                        {"model":"tiny","created_at":"2026-11-21T00:00:00Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","big":18446744073709551615,"eval_count":1,"prompt_eval_count":1}
                        """);
        try (Setting setting = Setting.with(Client.OLLAMA)) {
            setting.backend()
                    .on(
                            "POST",
                            Client.OLLAMA.path(),
                            Answer.stream("application/x-ndjson", Duration.ZERO, lines));

            Reply reply = setting.ask(Client.OLLAMA, Client.question("Hi", true));

            assertThat(reply.body()).isEqualTo(String.join("", lines));
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aWholeReplyComesBackByteForByte(Client dialect) throws IOException {
        String body =
                switch (dialect) {
                    case OPENAI ->
                            """
                            { "zeta":1.50,"id":"x","object":"chat.completion","created":1,"model":"tiny","choices":[{"finish_reason":"stop","index":0,"message":{"content":"H\\u0069 é","role":"assistant","annotations":[ ]}}]}\
                            """;
                    case OLLAMA ->
                            """
                            { "zeta":1.50,"model":"tiny","created_at":"2026-11-21T00:00:00Z","message":{"content":"H\\u0069 é","role":"assistant","mood":1.0},"done":true,"done_reason":"stop"}\
                            """;
                };
        try (Setting setting = Setting.with(dialect)) {
            setting.backend().on("POST", dialect.path(), Answer.json(200, body));

            Reply reply = setting.ask(dialect, Client.question("Hi", false));

            assertThat(reply.body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theMemberAgentsStaysHere(Client dialect) throws IOException {
        try (Setting setting = Setting.with(dialect)) {
            var _ = setting.ask(dialect, Client.question("Hi", false, "\"agents\":[]", ODD));

            assertThat(setting.forwarded().text()).isEqualTo(Client.question("Hi", false, ODD));
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aClientsKeyStaysHere(Client dialect) throws IOException {
        try (Setting setting = Setting.with(dialect)) {
            var _ =
                    dialect.ask(
                            setting.port(),
                            Client.question("Hi", false),
                            new Header("Authorization", "Bearer secret"),
                            new Header("x-api-key", "secret"));

            assertThat(setting.forwarded().headers()).noneMatch(h -> h.value().contains("secret"));
        }
    }
}
