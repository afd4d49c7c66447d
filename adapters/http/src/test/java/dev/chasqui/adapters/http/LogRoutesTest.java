package dev.chasqui.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;

/** The logs of models' servers, as administrators read them. */
class LogRoutesTest {
    private static final String LOG = "/admin/pool/log?model=m";

    private final TestPool pool = TestPool.of("m", "n");
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.startBefore(pool, settings -> settings);
        for (int i = 1; i <= 300; i++) {
            pool.logs.write("line " + i);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        pool.close();
    }

    @Test
    void theLastLinesAreShownWithTheirTimes() throws Exception {
        WireMessage answer = get(LOG + "&lines=2");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.text())
                .isEqualTo(
                        "2026-01-02T03:09:03.678Z line 299\n2026-01-02T03:09:04.678Z line 300\n");
        assertThat(get(LOG).text().lines()).hasSize(200);
        assertThat(get(LOG + "&lines=0&follow=false").text()).isEmpty();
    }

    @Test
    void aFollowingClientSeesNewLinesUntilItLeaves() throws Exception {
        try (RawHttp client = server.connect()) {
            client.request("GET", LOG + "&lines=1&follow=true", "");
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readPiece().orElseThrow().text()).endsWith("line 300\n");
            pool.logs.write("a new one");
            assertThat(client.readPiece().orElseThrow().text()).endsWith("a new one\n");
            client.hangUp();
            assertThat(server.nextRecord().operation()).isEqualTo("/admin/pool/log");
        }
    }

    @Test
    void followingFromTheEndShowsNoEarlierLines() throws Exception {
        try (RawHttp client = server.connect()) {
            client.request("GET", LOG + "&lines=0&follow=true", "");
            assertThat(client.readHead().status()).isEqualTo(200);
            pool.logs.awaitFollower();
            pool.logs.write("the first that he sees");
            assertThat(client.readPiece().orElseThrow().text())
                    .startsWith("2026-")
                    .endsWith(" the first that he sees\n")
                    .hasLineCount(1);
        }
    }

    @Test
    void aServerThatStopsEndsALogThatNeverHadALine() throws Exception {
        try (RawHttp client = server.connect()) {
            client.request("GET", LOG + "&lines=0&follow=true", "");
            client.readHead();
            pool.logs.awaitFollower();
            server.close();
            assertThat(client.readPiece()).isEmpty();
        }
    }

    @Test
    void aServerThatStopsEndsWhatIsFollowed() throws Exception {
        try (RawHttp client = server.connect()) {
            client.request("GET", LOG + "&lines=1&follow=true", "");
            client.readHead();
            assertThat(client.readPiece()).isPresent();
            server.close();
            assertThat(client.readPiece()).isEmpty();
        }
    }

    @Test
    void followingEndsWhenTheModelIsRemoved() throws Exception {
        try (RawHttp client = server.connect()) {
            client.request("GET", LOG + "&lines=1&follow=true", "");
            client.readHead();
            assertThat(client.readPiece()).isPresent();
            pool.logs.remove();
            assertThat(client.readPiece()).isEmpty();
        }
    }

    @Test
    void followingDoesNotDelayTheStopOfTheServer() throws Exception {
        try (RawHttp client = server.connect()) {
            client.request("GET", LOG + "&lines=1&follow=true", "");
            client.readHead();
            assertThat(client.readPiece()).isPresent();

            assertThat(server.server.drain(Duration.ZERO, Duration.ofHours(1))).isTrue();

            assertThat(client.readPiece()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /admin/pool/log                     | 400 | model
                    /admin/pool/log?model=              | 400 | model
                    /admin/pool/log?model=x             | 404 | there are: m, n
                    /admin/pool/log?model=m&lines=x     | 400 | lines: x (expected: 0 to 10000)
                    /admin/pool/log?model=m&lines=10001 | 400 | lines: 10001
                    /admin/pool/log?model=m&model=n     | 400 | model: given 2 times (expected: once)
                    /admin/pool/log?model=m&lines=1&lines=2 | 400 | lines: given 2 times
                    /admin/pool/log?model=m&follow=yes  | 400 | follow: yes
                    """)
    void aWrongQuestionIsTold(String path, int status, String words) throws Exception {
        WireMessage answer = get(path);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(words);
    }

    @Test
    void onlyAnAdministratorReadsIt() throws Exception {
        try (TestServer locked = TestServer.startWithKeysBefore(pool, settings -> settings)) {
            assertThat(status(locked, TestServer.USER_KEY)).isEqualTo(403);
            assertThat(status(locked, TestServer.ADMIN_KEY)).isEqualTo(200);
        }
    }

    private static int status(TestServer locked, String key) throws IOException {
        return RawHttp.get(locked.port(), LOG, new Header("x-api-key", key)).status();
    }

    private WireMessage get(String path) throws IOException {
        return RawHttp.get(server.port(), path);
    }
}
