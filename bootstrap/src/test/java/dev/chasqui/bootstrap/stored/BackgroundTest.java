package dev.chasqui.bootstrap.stored;

import static dev.chasqui.bootstrap.stored.Asked.CHAT;
import static dev.chasqui.bootstrap.stored.Asked.RESPONSES;
import static dev.chasqui.bootstrap.stored.Asked.id;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.Keys;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Responses that run without their clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackgroundTest {
    private static final String IN_BACKGROUND =
            "{'model':'tiny','input':'Think','background':true}";

    private final Asked asked = new Asked(",'responses':{'background':1,'queue':3}");

    @TempDir private Path folder;

    private CountDownLatch gate = new CountDownLatch(0);

    @BeforeEach
    void answer() {
        asked.backend.forget();
        asked.backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
    }

    /** Lets the runs of a test end, so that the next one has all places. */
    @AfterEach
    void free() throws IOException {
        asked.backend.on("POST", CHAT, FakeOpenAi.chat("Yes."));
        gate.countDown();
        Polled.until(
                "a place is free",
                () -> {
                    WireMessage begun = asked.send("ana", "POST", RESPONSES, IN_BACKGROUND);
                    if (begun.status() == 200) {
                        var _ = awaited(id(Asked.json(begun)), "completed");
                    }
                    return begun.status() == 200;
                });
    }

    @AfterAll
    void close() {
        asked.close();
    }

    private CountDownLatch held() {
        gate = new CountDownLatch(1);
        asked.backend.on("POST", CHAT, FakeOpenAi.chat("Yes.").once(gate));
        return gate;
    }

    private static Json.Obj state(int port, String id) throws IOException {
        return Asked.json(Asked.send(port, "ana", "GET", RESPONSES + "/" + id, ""));
    }

    private static Json.Obj awaited(int port, String id, String status) throws IOException {
        Polled.untilPasses(() -> assertThat(state(port, id).text("status")).contains(status));
        return state(port, id);
    }

    private Json.Obj awaited(String id, String status) throws IOException {
        return awaited(asked.server.port(), id, status);
    }

    private Json.Obj begun() throws IOException {
        return asked.done("ana", "POST", RESPONSES, IN_BACKGROUND);
    }

    @Test
    void itIsQueuedInProgressAndCompleted() throws Exception {
        CountDownLatch open = held();
        Json.Obj queued = begun();
        assertThat(queued.text("status")).contains("queued");
        assertThat(queued.get("background")).contains(Json.of(true));
        Json.Obj inProgress = awaited(id(queued), "in_progress");
        assertThat(inProgress.get("output")).contains(Json.Arr.EMPTY);
        open.countDown();
        Json.Obj completed = awaited(id(queued), "completed");
        assertThat(Asked.text(Asked.list(completed, "output").getFirst())).isEqualTo("Yes.");
        // It is over, so that it can be continued and not be cancelled.
        assertThat(
                        asked.done("ana", "POST", RESPONSES + "/" + id(queued) + "/cancel", "")
                                .text("status"))
                .contains("completed");
        var _ = asked.respond("'input':'More','previous_response_id':'" + id(queued) + "'");
        assertThat(asked.told()).containsExactly("Think", "Yes.", "More");
    }

    @Test
    void itIsCancelledDownToTheBackend() throws Exception {
        CountDownLatch open = held();
        String id = id(begun());
        Received request = asked.backend.awaitRequest(CHAT);
        asked.failed(
                400,
                "ana",
                "POST",
                RESPONSES,
                "{'model':'tiny','input':'X','previous_response_id':'" + id + "'}");
        Json.Obj cancelled = asked.done("ana", "POST", RESPONSES + "/" + id + "/cancel", "");
        assertThat(cancelled.text("status")).contains("cancelled");
        request.awaitHangUp(Duration.ofSeconds(10));
        open.countDown();
        assertThat(awaited(id, "cancelled")).isEqualTo(cancelled);
        assertThat(asked.done("ana", "POST", RESPONSES + "/" + id + "/cancel", ""))
                .isEqualTo(cancelled);
    }

    @Test
    void aCallerHasHalfOfThePlaces() throws Exception {
        CountDownLatch open = held();
        String first = id(begun());
        String second = id(begun());
        Json.Obj refused = asked.failed(503, "ana", "POST", RESPONSES, IN_BACKGROUND);
        assertThat(refused.text("message").orElse("")).contains("of your responses");
        var _ = asked.done("bob", "POST", RESPONSES, IN_BACKGROUND);
        var _ = asked.done("bob", "POST", RESPONSES, IN_BACKGROUND);
        refused = asked.failed(503, "bob", "POST", RESPONSES, IN_BACKGROUND);
        assertThat(refused.text("message").orElse("")).startsWith("4 responses run or wait");
        open.countDown();
        var _ = awaited(first, "completed");
        var _ = awaited(second, "completed");
    }

    @Test
    void oneThatWaitsIsCancelledBeforeItBegins() throws Exception {
        CountDownLatch open = held();
        String first = id(begun());
        var _ = asked.backend.awaitRequest(CHAT);
        String second = id(begun());
        Json.Obj refused = asked.failed(503, "ana", "POST", RESPONSES, IN_BACKGROUND);
        assertThat(refused.text("message").orElse("")).contains("responses.background");
        assertThat(state(asked.server.port(), second).text("status")).contains("queued");
        var _ = asked.done("ana", "POST", RESPONSES + "/" + second + "/cancel", "");
        open.countDown();
        var _ = awaited(first, "completed");
        var _ = awaited(second, "cancelled");
        assertThat(asked.backend.received(CHAT)).hasSize(1);
    }

    @Test
    void itsFailureIsKept() throws Exception {
        asked.backend.on("POST", CHAT, FakeOpenAi.error(400, "the context is too small"));
        String id = id(begun());
        Json.Obj failed = awaited(id, "failed");
        assertThat(failed.object("error").text("message").orElse(""))
                .contains("the context is too small");
    }

    @Test
    void oneThatIsRemovedDoesNotComeBack() throws Exception {
        CountDownLatch open = held();
        String id = id(begun());
        Received request = asked.backend.awaitRequest(CHAT);
        var _ = asked.done("ana", "DELETE", RESPONSES + "/" + id, "");
        request.awaitHangUp(Duration.ofSeconds(10));
        open.countDown();
        asked.failed(404, "ana", "GET", RESPONSES + "/" + id, "");
    }

    @Test
    void itsEventsAreReadFromAnyOneOn() throws Exception {
        String streamed = IN_BACKGROUND.replace("}", ",'stream':true}");
        String all = asked.send("ana", "POST", RESPONSES, streamed).text();
        assertThat(all).startsWith("event: response.created").contains("response.completed");
        String id = idIn(all);
        String path = RESPONSES + "/" + id + "?stream=true";
        assertThat(asked.send("ana", "GET", path, "").text()).isEqualTo(all);
        String rest = asked.send("ana", "GET", path + "&starting_after=2", "").text();
        assertThat(all).endsWith(rest);
        assertThat(rest).startsWith("event: ").contains("\"sequence_number\":3");
        assertThat(rest).doesNotContain("\"sequence_number\":2,");
        assertThat(asked.send("ana", "GET", path + "&starting_after=999", "").text()).isEmpty();
        asked.failed(400, "ana", "GET", path + "&starting_after=x", "");
        asked.failed(404, "bob", "GET", path, "");
        String unstreamed = id(begun());
        asked.failed(400, "ana", "GET", RESPONSES + "/" + unstreamed + "?stream=true", "");
        var _ = awaited(unstreamed, "completed");
    }

    /** Reads the events until one of this type has begun. */
    private static String readUntil(RawHttp client, String type) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("event: " + type) < 0) {
            read.append(client.readPiece().orElseThrow().text());
        }
        return read.toString();
    }

    private static String rest(RawHttp client) throws IOException {
        StringBuilder read = new StringBuilder();
        for (var piece = client.readPiece(); piece.isPresent(); piece = client.readPiece()) {
            read.append(piece.get().text());
        }
        return read.toString();
    }

    private static String idIn(String events) {
        return events.replaceAll("(?s).*?\"id\":\"(resp_[^\"]*)\".*", "$1");
    }

    private RawHttp streamed() throws IOException {
        RawHttp client = RawHttp.connect(asked.server.port());
        var _ =
                client.post(
                        RESPONSES,
                        "{\"model\":\"tiny\",\"input\":\"x\",\"background\":true,\"stream\":true}",
                        Keys.bearer("ana"));
        var _ = client.readHead();
        return client;
    }

    @Test
    void theStreamOfACancelledOneSaysSo() throws Exception {
        CountDownLatch open = held();
        try (RawHttp client = streamed()) {
            String id = idIn(readUntil(client, "response.queued"));
            var _ = asked.backend.awaitRequest(CHAT);
            var _ = asked.done("ana", "POST", RESPONSES + "/" + id + "/cancel", "");
            assertThat(rest(client))
                    .contains("event: error", "event: response.failed", "was cancelled")
                    .contains("\"status\":\"cancelled\"")
                    .doesNotContain("stopped", "response.completed");
        }
        open.countDown();
    }

    @Test
    void theStreamOfOneThatWaitsBeginsAtOnceAndStaysAlive() throws Exception {
        CountDownLatch open = held();
        String first = id(begun());
        var _ = asked.backend.awaitRequest(CHAT);
        try (RawHttp client = streamed()) {
            String begin = readUntil(client, "response.queued");
            assertThat(begin)
                    .startsWith("event: response.created")
                    .contains("\"status\":\"queued\"");
            assertThat(client.readPiece().orElseThrow().text()).isEqualTo(": keep-alive\n\n");
            open.countDown();
            assertThat(rest(client))
                    .contains("event: response.in_progress", "event: response.completed")
                    .doesNotContain("response.created");
        }
        var _ = awaited(first, "completed");
    }

    @Test
    void theStreamOfOneThatIsCancelledWhileItWaitsEnds() throws Exception {
        CountDownLatch open = held();
        String first = id(begun());
        var _ = asked.backend.awaitRequest(CHAT);
        try (RawHttp client = streamed()) {
            String id = idIn(readUntil(client, "response.queued"));
            var _ = asked.done("ana", "POST", RESPONSES + "/" + id + "/cancel", "");
            open.countDown();
            assertThat(rest(client)).contains("event: response.failed", "\"status\":\"cancelled\"");
        }
        var _ = awaited(first, "completed");
    }

    @Test
    void itGoesOnWhenTheReaderOfItsEventsLeaves() throws Exception {
        CountDownLatch open = held();
        try (RawHttp client = RawHttp.connect(asked.server.port())) {
            client.post(
                    RESPONSES,
                    "{\"model\":\"tiny\",\"input\":\"x\",\"background\":true,\"stream\":true}",
                    Keys.bearer("ana"));
            var _ = asked.backend.awaitRequest(CHAT);
            client.hangUp();
        }
        String next = id(begun());
        open.countDown();
        // One at a time runs, so the first has ended when the next one has.
        var _ = awaited(next, "completed");
        assertThat(asked.backend.received(CHAT)).hasSize(2);
        assertThat(asked.backend.received(CHAT).getFirst().isHungUp()).isFalse();
    }

    @Test
    void aReloadDoesNotDisturbIt() throws Exception {
        CountDownLatch open = held();
        String admin = "," + Keys.entry("boss", "admin", "\"*\"") + "]";
        String config = asked.config("").replaceFirst("\\]\\}$", admin + "}");
        try (ReloadedServer server = ReloadedServer.start(folder, config)) {
            String id =
                    id(
                            Asked.json(
                                    Asked.send(
                                            server.port(),
                                            "ana",
                                            "POST",
                                            RESPONSES,
                                            IN_BACKGROUND)));
            var _ = asked.backend.awaitRequest(CHAT);
            String changed =
                    config.substring(0, config.length() - 1) + ",\"responses\":{\"background\":3}}";
            assertThat(server.reload(changed, Keys.bearer("boss")).status()).isEqualTo(200);
            open.countDown();
            var _ = awaited(server.port(), id, "completed");
        }
    }

    @Test
    void oneThatWaitsDoesNotBeginWhenItsOwnerIsForgotten() throws Exception {
        CountDownLatch open = held();
        String admin = "," + Keys.entry("boss", "admin", "\"*\"") + "]";
        String config =
                asked.config(",'responses':{'background':1}")
                        .replaceFirst("\\],\"responses", admin + ",\"responses");
        try (StartedServer server = StartedServer.keeping(folder, config)) {
            int port = server.port();
            var _ = Asked.send(port, "bob", "POST", RESPONSES, IN_BACKGROUND);
            var _ = asked.backend.awaitRequest(CHAT);
            var _ = Asked.send(port, "ana", "POST", RESPONSES, IN_BACKGROUND);
            String last = id(Asked.json(Asked.send(port, "bob", "POST", RESPONSES, IN_BACKGROUND)));
            WireMessage forgotten = Asked.send(port, "boss", "DELETE", "/admin/users/ana/data", "");
            assertThat(forgotten.status()).as(forgotten.text()).isEqualTo(200);
            open.countDown();
            Polled.untilPasses(
                    () ->
                            assertThat(
                                            Asked.send(
                                                            port,
                                                            "bob",
                                                            "GET",
                                                            RESPONSES + "/" + last,
                                                            "")
                                                    .text())
                                    .contains("\"status\":\"completed\""));
            assertThat(asked.backend.received(CHAT)).hasSize(2);
        }
    }

    @Test
    void aStopEndsItAndTheNextStartShowsWhy() throws Exception {
        CountDownLatch open = held();
        String id;
        try (StartedServer server = StartedServer.keeping(folder, asked.config(""))) {
            id = id(Asked.json(Asked.send(server.port(), "ana", "POST", RESPONSES, IN_BACKGROUND)));
            var _ = asked.backend.awaitRequest(CHAT);
        }
        open.countDown();
        try (StartedServer server = StartedServer.keeping(folder, asked.config(""))) {
            Json.Obj failed = state(server.port(), id);
            assertThat(failed.text("status")).contains("failed");
            assertThat(failed.object("error").text("message").orElse("")).contains("stopped");
        }
    }
}
