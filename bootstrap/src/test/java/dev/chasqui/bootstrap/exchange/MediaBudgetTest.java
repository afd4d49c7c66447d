package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;

/** Images and audio in budgets and the ledger. An image costs 2, a minute of audio 3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MediaBudgetTest {
    private static final String IMAGES = "/v1/images/generations";
    private static final String AUDIO = "/v1/audio/transcriptions";

    private final FakeBackend backend = FakeOpenAi.start("draw", "hear");
    private final StartedServer server =
            StartedServer.of(
                    """
                    {"backends":[%s],
                     "prices":{"models":{"draw":{"image":2},"hear":{"minute":3}}},
                     "ledger":{},
                     "keys":[%s,%s]}
                    """
                            .formatted(
                                    StartedServer.backendConfig("backend", backend, "openai"),
                                    key("images", 10),
                                    key("audio", 10)));

    @AfterAll
    void close() {
        server.close();
        backend.close();
    }

    private static String key(String name, int amount) {
        String entry = Keys.entry(name, "user", "\"*\"");
        return entry.substring(0, entry.length() - 1) + ",\"budget\":{\"amount\":" + amount + "}}";
    }

    @Test
    void imagesAreReservedAndPaidByTheirNumberAtLeast() throws IOException {
        backend.on(
                "POST",
                IMAGES,
                Answer.json(200, "{\"data\":[{\"b64_json\":\"aa==\"},{\"b64_json\":\"bb==\"}]}"));
        assertThat(draw(2).status()).isEqualTo(200);
        assertThat(draw(4).status()).as("eight are more than the six that are left").isEqualTo(402);
        assertThat(draw(3).status()).isEqualTo(200);
        WireMessage refused = draw(1);
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.text()).contains("10 is spent");
        assertCost("images", "\"cost\":4", "\"cost\":6");
    }

    @Test
    void audioIsPaidByItsLength() throws IOException {
        backend.on("POST", AUDIO, Answer.json(200, "{\"text\":\"a\",\"duration\":120.0}"));
        assertThat(hear().status()).isEqualTo(200);
        backend.on("POST", AUDIO, Answer.json(200, "{\"text\":\"a\"}"));
        assertThat(hear().status()).isEqualTo(200);
        WireMessage refused = hear();
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.text()).contains("9 is spent");
        assertCost("audio", "\"cost\":6", "\"cost\":3");
    }

    private void assertCost(String key, String... costs) throws IOException {
        Polled.untilPasses(
                () ->
                        assertThat(
                                        RawHttp.get(server.port(), "/v1/history", Keys.bearer(key))
                                                .text())
                                .contains(costs));
    }

    private WireMessage draw(int n) throws IOException {
        return RawHttp.post(
                server.port(),
                IMAGES,
                "{\"model\":\"draw\",\"prompt\":\"a cat\",\"n\":" + n + "}",
                Keys.bearer("images"));
    }

    private WireMessage hear() throws IOException {
        String form =
                """
                --b\r
                Content-Disposition: form-data; name="model"\r
                \r
                hear\r
                --b\r
                Content-Disposition: form-data; name="file"; filename="a.wav"\r
                Content-Type: audio/wav\r
                \r
                RIFF\r
                --b--\r
                """;
        return RawHttp.post(
                server.port(),
                AUDIO,
                form,
                new Header("Content-Type", "multipart/form-data; boundary=b"),
                Keys.bearer("audio"));
    }
}
