package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Frames that a backend sent together reach the client together, also through agents. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JoinedFramesTest {
    private static final int FRAMES = 50;

    /** The head with the agents' first words, the frames, and an agent's words at the end. */
    private static final int FEW = 4;

    private static final String FINISH =
            """
            data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"tiny",\
            "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            """;

    private Setting setting;

    @BeforeAll
    void start() throws IOException {
        setting =
                Setting.with(
                        Client.OPENAI,
                        "",
                        "",
                        PluginJars.CONTEXT,
                        PluginJars.RAG,
                        PluginJars.PARALLEL);
        var _ = new Collections(setting.port()).add("hr", "leave.md", "Thirty days of leave.");
        String all =
                Frames.word(Client.OPENAI, "word ").repeat(FRAMES) + FINISH + "data: [DONE]\n\n";
        setting.answers(Answer.stream("text/event-stream", Duration.ZERO, List.of(all)));
    }

    @AfterAll
    void stop() {
        setting.close();
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, ''",
        "OPENAI, /context",
        "OPENAI, /context /context",
        "OPENAI, /rag",
        "OPENAI, /parallel(2 join=synthesize)",
        "OPENAI, /parallel(2 join=first)",
        "OLLAMA, ''",
        "OLLAMA, /context",
        "OLLAMA, /rag"
    })
    void framesStayTogether(Client client, String commands) throws IOException {
        Reply reply = setting.ask(client, Client.question(commands + " Leave?", true));

        assertThat(reply.text()).contains("word ".repeat(FRAMES).strip());
        assertThat(reply.ended()).isTrue();
        assertThat(reply.wire().pieces()).hasSizeLessThanOrEqualTo(FEW);
    }
}
