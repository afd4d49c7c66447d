package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/** The text of requests and answers in the ledger, where the config asks for it. */
class LedgerContentTest {
    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend ->
                            Setting.with(
                                    backend,
                                    "",
                                    ",\"keys\":["
                                            + Keys.entry("root", "admin", "\"*\"")
                                            + ","
                                            + Keys.entry("ann", "user", "")
                                            + ","
                                            + Keys.entry("bob", "user", "")
                                            + "],\"ledger\":{\"content\":true}"));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCallerAndAdministratorsReadWhatWasSaid(boolean stream) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        WireMessage answer =
                RawHttp.post(
                        setting.port(),
                        "/v1/chat/completions",
                        Client.question("A word of mine", stream),
                        Keys.bearer("ann"),
                        new Header("x-request-id", "said-" + stream));
        assertThat(answer.status()).isEqualTo(200);
        String id = entryOf(setting, "said-" + stream);

        WireMessage own = get(setting, "/v1/history/" + id, "ann");
        assertThat(own.status()).isEqualTo(200);
        Json.Obj entry = Reply.parse(own.text());
        assertThat(entry.text("question").orElseThrow()).contains("A word of mine");
        assertThat(entry.text("answer")).contains("Hello there!");
        assertThat(entry.text("user")).contains("ann");
        assertThat(get(setting, "/v1/history", "ann").text()).doesNotContain("A word of mine");

        assertThat(get(setting, "/v1/history/" + id, "bob").status()).isEqualTo(404);
        assertThat(get(setting, "/v1/history/nobody", "ann").status()).isEqualTo(404);
        assertThat(get(setting, "/v1/history/" + id + "?user=ann", "ann").status()).isEqualTo(400);

        assertThat(get(setting, "/v1/history/" + id, "root").text()).contains("A word of mine");
        Polled.untilPasses(
                () ->
                        assertThat(get(setting, "/admin/audit", "root").text())
                                .contains("\"action\":\"ledger.content\",\"subject\":\"ann\"")
                                .contains(id)
                                .doesNotContain("A word of mine"));
    }

    private static String entryOf(Setting setting, String requestId) throws IOException {
        AtomicReference<String> id = new AtomicReference<>("");
        Polled.untilPasses(
                () -> {
                    String history = get(setting, "/v1/history", "ann").text();
                    int begin = history.indexOf("\"id\":\"" + requestId + "~");
                    assertThat(begin).isNotNegative();
                    id.set(history.substring(begin + 6, history.indexOf('"', begin + 6)));
                });
        return id.get();
    }

    private static WireMessage get(Setting setting, String path, String key) throws IOException {
        return RawHttp.get(setting.port(), path, Keys.bearer(key));
    }
}
