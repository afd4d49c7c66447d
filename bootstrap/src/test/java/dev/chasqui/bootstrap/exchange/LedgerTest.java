package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The requests in the ledger, through the whole server. */
class LedgerTest {
    private static final String CHAT = "/v1/chat/completions";

    private static final String KEYS =
            ",\"keys\":["
                    + Keys.entry("root", "admin", "\"*\"")
                    + ","
                    + Keys.entry("ann", "user", "")
                    + ","
                    + Keys.entry("bob", "user", "")
                    + "],\"ledger\":{}";

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(backend -> Setting.with(backend, "", KEYS));

    private static List<Json.Obj> data(WireMessage answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<Json.Obj> entries = new ArrayList<>();
        ((Json.Arr) Reply.parse(answer.text()).get("data").orElseThrow())
                .items()
                .forEach(item -> entries.add((Json.Obj) item));
        return entries;
    }

    private static WireMessage get(Setting setting, String path, String key) throws IOException {
        return RawHttp.get(setting.port(), path, Keys.bearer(key));
    }

    /** Waits for the entry of a request, since it is written behind a queue. */
    private static Json.Obj entry(Setting setting, String requestId) throws IOException {
        List<Json.Obj> found = new ArrayList<>();
        Polled.untilPasses(
                () -> {
                    found.clear();
                    data(get(setting, "/v1/history", "root")).stream()
                            .filter(one -> one.text("request_id").orElseThrow().equals(requestId))
                            .forEach(found::add);
                    assertThat(found).hasSize(1);
                });
        return found.getFirst();
    }

    private static Header id(String value) {
        return new Header("x-request-id", value);
    }

    private static long number(Json.Obj entry, String name) {
        return ((Json.Num) entry.get(name).orElseThrow()).longValue();
    }

    @Test
    void aWholeChatIsThereWithItsFacts() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String body = Client.question("A secret word", false);

        WireMessage answer =
                RawHttp.post(setting.port(), CHAT, body, Keys.bearer("ann"), id("whole"));
        Json.Obj entry = entry(setting, "whole");

        assertThat(entry.text("user")).contains("ann");
        assertThat(entry.text("dialect")).contains("openai");
        assertThat(entry.text("kind")).contains("chat");
        assertThat(entry.text("model")).contains("tiny");
        assertThat(entry.text("used_model")).contains("tiny");
        assertThat(entry.text("backend")).contains("backend");
        assertThat(entry.text("zone")).isPresent();
        assertThat(number(entry, "status")).isEqualTo(200);
        assertThat(number(entry, "bytes_in")).isEqualTo(body.length());
        assertThat(number(entry, "bytes_out")).isEqualTo(answer.text().length());
        assertThat(number(entry, "prompt_tokens")).isPositive();
        assertThat(number(entry, "cost")).isZero();
        assertThat(entry.toString()).doesNotContain("secret", "Hello");
    }

    @Test
    void soIsAStreamedOne() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        WireMessage answer =
                RawHttp.post(
                        setting.port(),
                        CHAT,
                        Client.question("Hi", true),
                        Keys.bearer("ann"),
                        id("streamed"));
        Json.Obj entry = entry(setting, "streamed");

        assertThat(number(entry, "status")).isEqualTo(200);
        assertThat(number(entry, "bytes_out")).isEqualTo(answer.text().length());
        assertThat(entry.get("first_event_ms")).isPresent();
    }

    @Test
    void aFailureOfTheBackendIsThere() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(Answer.json(500, "{\"error\":{\"message\":\"broken\"}}"));

        WireMessage answer =
                RawHttp.post(
                        setting.port(),
                        CHAT,
                        Client.question("Hi", false),
                        Keys.bearer("ann"),
                        id("failed"));
        Json.Obj entry = entry(setting, "failed");

        assertThat(number(entry, "status")).isEqualTo(answer.status()).isGreaterThanOrEqualTo(500);
        assertThat(entry.text("backend")).contains("backend");
    }

    @Test
    void aRequestWithAWrongKeyIsThereUnderItsAddress() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        WireMessage answer =
                RawHttp.post(
                        setting.port(),
                        CHAT,
                        Client.question("Hi", false),
                        new Header("Authorization", "Bearer wrong-secret"),
                        id("refused"));
        Json.Obj entry = entry(setting, "refused");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(number(entry, "status")).isEqualTo(401);
        assertThat(entry.text("user")).contains("127.0.0.1");
        assertThat(entry.text("kind")).contains("unknown");
        assertThat(entry.get("model")).isEmpty();
        assertThat(entry.toString()).doesNotContain("wrong-secret");
    }

    @Test
    void aClientThatLeavesIsThere() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(
                Answer.endless(
                        Frames.contentType(Client.OPENAI),
                        Duration.ofMillis(5),
                        Frames.word(Client.OPENAI, "on")));

        try (RawHttp http = setting.connect()) {
            http.post(CHAT, Client.question("Hi", true), Keys.bearer("ann"), id("left"));
            http.readHead();
            assertThat(http.readPiece()).isPresent();
            http.hangUp();
        }
        Json.Obj entry = entry(setting, "left");

        assertThat(number(entry, "status")).isEqualTo(499);
        assertThat(number(entry, "bytes_out")).isPositive();
    }

    @Test
    void embeddingsAndRelayedRequestsAreThere() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.backend()
                .on(
                        "POST",
                        "/v1/completions",
                        Answer.json(
                                200,
                                "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,"
                                        + "\"completion_tokens\":2,\"prompt_tokens_details\":"
                                        + "{\"cached_tokens\":4}}}"));

        var _ =
                RawHttp.post(
                        setting.port(),
                        "/v1/completions",
                        "{\"model\":\"tiny\",\"prompt\":\"Hi\"}",
                        Keys.bearer("ann"),
                        id("relayed"));
        var _ =
                RawHttp.post(
                        setting.port(),
                        "/v1/embeddings",
                        "{\"model\":\"tiny\",\"input\":\"Hi\"}",
                        Keys.bearer("ann"),
                        id("embedded"));
        Json.Obj relayed = entry(setting, "relayed");

        assertThat(relayed.text("kind")).contains("completion");
        assertThat(number(relayed, "prompt_tokens")).isEqualTo(7);
        assertThat(number(relayed, "cached_tokens")).isEqualTo(4);
        assertThat(number(relayed, "bytes_in")).isPositive();
        assertThat(entry(setting, "embedded").text("kind")).contains("embeddings");
    }

    @Test
    void aUserSeesOnlyItsOwn() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        for (String name : List.of("ann", "bob")) {
            var _ =
                    RawHttp.post(
                            setting.port(),
                            CHAT,
                            Client.question("Hi", false),
                            Keys.bearer(name),
                            id("own-" + name));
            var _ = entry(setting, "own-" + name);
        }

        assertThat(data(get(setting, "/v1/history", "bob")))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.text("user")).contains("bob"));
        assertThat(data(get(setting, "/v1/stats?by=user", "bob")))
                .extracting(sum -> sum.text("name").orElseThrow())
                .containsExactly("bob");
        assertThat(get(setting, "/v1/history?format=csv", "bob").text()).doesNotContain("ann");
        assertThat(data(get(setting, "/v1/stats?by=user", "root")))
                .extracting(sum -> sum.text("name").orElseThrow())
                .contains("ann", "bob");
        assertThat(get(setting, "/v1/history?user=ann", "bob").status()).isEqualTo(403);
        assertThat(get(setting, "/v1/stats?user=ann", "bob").status()).isEqualTo(403);
        assertThat(get(setting, "/admin/audit", "bob").status()).isEqualTo(403);
        assertThat(RawHttp.get(setting.port(), "/v1/history").status()).isEqualTo(401);
    }

    @Test
    void theHistoryComesInPagesAndAsLines() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        for (int i = 0; i < 3; i++) {
            var _ =
                    RawHttp.post(
                            setting.port(),
                            CHAT,
                            Client.question("Hi", false).replace("tiny", "=1+1"),
                            Keys.bearer("ann"),
                            id("page" + i));
        }
        var _ = entry(setting, "page2");

        WireMessage first = get(setting, "/v1/history?limit=1&user=ann", "root");
        Json.Obj page = Reply.parse(first.text());
        String last = page.text("next_before").orElseThrow();
        WireMessage second = get(setting, "/v1/history?limit=1&before=" + last, "root");

        assertThat(data(first)).hasSize(1);
        assertThat(data(second)).hasSize(1).doesNotContainAnyElementsOf(data(first));
        WireMessage csv = get(setting, "/v1/history?format=csv&limit=2&user=ann", "root");
        assertThat(csv.header("content-type")).contains("text/csv; charset=utf-8");
        assertThat(csv.text().lines()).hasSize(3);
        assertThat(csv.text()).contains(",'=1+1,");
        WireMessage lines = get(setting, "/v1/history?format=jsonl", "root");
        assertThat(lines.text().lines())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(line -> assertThat(Reply.parse(line).text("user")).isPresent());
        assertThat(
                        get(
                                        setting,
                                        "/v1/history?format=jsonl&from=1970-01-01&until=1970-01-02",
                                        "root")
                                .text())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/history?limit=0,limit",
        "/v1/history?limit=1001,limit",
        "/v1/history?limit=99999999999,limit",
        "/v1/history?limit=1&limit=2,limit",
        "/v1/history?format=xml,format",
        "/v1/history?from=yesterday,from",
        "/v1/history?from=%2B999999999-01-01T00:00:00Z,from",
        "/v1/history?from=999999999d,from",
        "/v1/history?until=1960-01-01,until",
        "/v1/history?from=2026-11-30&until=2026-11-29,from",
        "/v1/history?usr=ann,usr",
        "/v1/history?user=,user",
        "/v1/stats?by=moon,by",
        "/v1/stats?from=,from",
        "/admin/audit?limit=-1,limit"
    })
    void aWrongParameterIsNamed(String path, String name) throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        WireMessage answer = get(setting, path, "root");

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains(name + ": ", "expected: ");
    }

    @Test
    void itsQueueIsOnThePageOfMetrics() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        assertThat(RawHttp.get(setting.port(), "/metrics", Keys.bearer("root")).text())
                .contains(
                        "chasqui_ledger_dropped_total 0.0",
                        "chasqui_ledger_uncounted_total 0.0",
                        "chasqui_ledger_waiting ");
    }
}
