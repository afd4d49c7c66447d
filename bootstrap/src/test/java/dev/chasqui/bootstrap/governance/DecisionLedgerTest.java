package dev.chasqui.bootstrap.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.CommandRun;
import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The entries of requests that leave, and the routes and commands that read them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionLedgerTest {
    private static final String MODELS =
            ",'models':{'hello':{'backends':['cloud'],'fallbacks':['other']},"
                    + "'other':{'backends':['cloud','desk']}}";

    private OutsideBackends outside;
    private int requests;

    @BeforeAll
    void start(@TempDir Path data) {
        outside =
                new OutsideBackends(
                        data,
                        MODELS + ",'agents':{'guard':{'data':'redact'}}",
                        PluginJars.PARALLEL,
                        PluginJars.GUARD);
    }

    @AfterAll
    void stop() {
        outside.close();
    }

    @BeforeEach
    void answerWell() {
        outside.openAi.on("POST", OutsideBackends.CHAT, FakeOpenAi.chat("From cloud"));
    }

    private String next() {
        return "request-" + ++requests;
    }

    private static Header id(String request) {
        return new Header("x-request-id", request);
    }

    private List<Json.Obj> entries(String request, int number) throws IOException {
        Polled.untilPasses(() -> assertThat(outside.entries(request)).hasSize(number));
        return outside.entries(request);
    }

    @Test
    void aRequestThatLeavesHasAnEntryThatTellsWhy() throws IOException {
        String request = next();
        assertThat(outside.chat("hello", "Hi", id(request)).status()).isEqualTo(200);

        Json.Obj entry = entries(request, 1).getFirst();

        assertThat(entry.toString())
                .contains(
                        "\"try\":1,\"caller\":\"root\",\"use\":\"chat\",\"asked\":\"hello\","
                                + "\"sent\":\"hello\",\"backend\":\"cloud\",\"type\":\"openai\","
                                + "\"host\":\"127.0.0.1:"
                                + outside.openAi.port()
                                + "\",\"zone\":\"open\",\"why\":{\"zones\":\"any\","
                                + "\"rule\":\"hello\",");
        byte[] sent = outside.openAi.received(OutsideBackends.CHAT).getLast().message().body();
        assertThat(entry.text("sha256")).contains(Sha256.of(sent));
        assertThat(entry.get("bytes")).contains(Json.of(sent.length));
    }

    @Test
    void aRequestThatStaysInsideHasNone() throws IOException {
        String request = next();
        String later = next();
        assertThat(outside.chat("near", "Hi", id(request)).status()).isEqualTo(200);
        assertThat(outside.chat("hello", "Hi", id(later)).status()).isEqualTo(200);

        entries(later, 1);

        assertThat(outside.entries(request)).isEmpty();
    }

    @Test
    void eachTryHasAnEntryAlsoThatOfAFallback() throws IOException {
        String request = next();
        outside.openAi.on(
                "POST",
                OutsideBackends.CHAT,
                Answer.sequence(FakeOpenAi.error(500, "no"), FakeOpenAi.chat("From cloud")));
        assertThat(outside.chat("hello", "Hi", id(request)).status()).isEqualTo(200);

        List<Json.Obj> entries = entries(request, 2);

        assertThat(entries.get(0).text("sent")).contains("hello");
        assertThat(entries.get(1).text("asked")).contains("hello");
        assertThat(entries.get(1).text("sent")).contains("other");
        assertThat(entries.get(1).get("try")).contains(Json.of(2));
    }

    @Test
    void eachBranchHasAnEntryAndSoHasTheCallThatJoinsThem() throws IOException {
        String request = next();
        outside.chat("hello", "/parallel(models=hello,other) Hi", id(request));

        assertThat(entries(request, 3))
                .extracting(entry -> entry.text("sent").orElse(""))
                .containsExactlyInAnyOrder("hello", "other", "hello");
    }

    @Test
    void anEntryTellsWhatTheGuardFoundAndNotTheData() throws IOException {
        String request = next();
        outside.chat("hello", "/guard write to bob@example.org", id(request));

        Json.Obj why = entries(request, 1).getFirst().object("why");

        assertThat(why.toString())
                .contains(
                        "\"agents\":[\"guard\"]",
                        "\"zoneTold\":true",
                        "\"guard\":\"data=redact email=1\"")
                .doesNotContain("bob");
    }

    @Test
    void anEntryTellsThatTheCallersRightsNameTheZone() throws IOException {
        String made =
                outside.send("POST", "/admin/users", "{'name':'ana','zones':['open','restricted']}")
                        .text();
        assertThat(made).contains("ana");
        String key =
                outside.send("POST", "/admin/users/ana/keys", "{'name':'one'}")
                        .text()
                        .replaceFirst("(?s).*\"key\":\"([^\"]*)\".*", "$1");
        String request = next();
        outside.send(
                key,
                "POST",
                OutsideBackends.CHAT,
                "{'model':'hello','messages':[{'role':'user','content':'Hi'}]}",
                id(request));

        assertThat(entries(request, 1).getFirst().object("why").text("zones"))
                .contains("the caller's have open");
    }

    @Test
    void aStreamedBodyHasAnotherEntryAtItsEndAndNoneHasAPath() throws IOException {
        outside.openAi.on("POST", "/odd", Answer.json(200, "{}"));
        String request = next();
        String body = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
        outside.send("POST", "/upstream/hello/odd?secret=s3cret", body, id(request));

        List<Json.Obj> entries = entries(request, 2);

        assertThat(entries.get(0).text("use")).contains("forward");
        assertThat(entries.get(1).text("kind")).contains("body");
        assertThat(entries.get(1).text("sha256"))
                .contains(Sha256.of(body.getBytes(StandardCharsets.UTF_8)));
        assertThat(entries.get(1).get("whole")).contains(Json.of(true));
        assertThat(entries.toString()).doesNotContain("s3cret", "/odd");
    }

    @Test
    void theLedgerIsListedAndCheckedByRoutesAndCommands() throws IOException {
        String request = next();
        outside.chat("hello", "Hi", id(request));
        entries(request, 1);

        CommandRun listed = run("decisions", "list", "--caller", "root", "--limit", "1");
        assertThat(listed.out()).contains("CALLER", "root", "hello", "cloud");
        CommandRun verified = run("decisions", "verify");
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.out()).contains("are in order; the last one's hash is");
        String head = verified.out().strip().replaceFirst(".* ", "");
        assertThat(run("decisions", "verify", "--head", head).exitCode()).isZero();
        CommandRun other = run("decisions", "verify", "--head", "0".repeat(64));
        assertThat(other.exitCode()).isOne();
        assertThat(other.err()).contains("the hash that was noted is not in the chain");
        assertThat(run("decisions", "verify", "--head", "x").exitCode()).isEqualTo(2);
        CommandRun offline =
                run("decisions", "verify", "--data", outside.data().toString(), "--head", head);
        assertThat(offline.exitCode()).as(offline.err()).isZero();
        CommandRun nowhere =
                run("decisions", "verify", "--data", outside.data().resolve("no").toString());
        assertThat(nowhere.exitCode()).isOne();
        assertThat(nowhere.err()).contains("has no chasqui.decisions (expected: ");
        assertThat(outside.send("GET", "/admin/decisions?callr=ana", "").status()).isEqualTo(400);
        assertThat(outside.send("GET", "/admin/decisions/verify?head=x", "").status())
                .isEqualTo(400);
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(
                Map.of(
                        "CHASQUI_URL",
                        outside.server().url(),
                        "CHASQUI_KEY",
                        GovernedServer.CONFIG_ADMIN),
                _ -> {
                    throw new AssertionError("no server was to be started");
                },
                arguments);
    }

    @Test
    void aServerWhoseRequestsStayInsideMakesNoLedger(@TempDir Path data) throws IOException {
        try (OutsideBackends other = new OutsideBackends(data, "")) {
            assertThat(other.chat("near", "Hi").status()).isEqualTo(200);
        }
        assertThat(data.resolve("chasqui.decisions")).doesNotExist();
    }

    @Test
    void nothingIsEnteredWhenItIsSwitchedOff(@TempDir Path data) throws IOException {
        try (OutsideBackends other = new OutsideBackends(data, ",'decisions':{'on':false}")) {
            assertThat(other.chat("hello", "Hi").status()).isEqualTo(200);
        }
        assertThat(data.resolve("chasqui.decisions")).doesNotExist();
    }

    @Test
    void withRefuseNothingLeavesThatCannotBeEnteredAndABackendInsideMayAnswer(@TempDir Path data)
            throws IOException {
        Files.writeString(data.resolve("chasqui.decisions"), "no folder");
        try (OutsideBackends other =
                new OutsideBackends(data, ",'decisions':{'onFailure':'refuse'}")) {
            WireMessage refused = other.chat("hello", "Hi");
            WireMessage inside = other.chat("other", "Hi");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("decision_not_entered", "nothing is sent");
            assertThat(refused.header("Retry-After")).contains("5");
            assertThat(inside.header("X-Chasqui-Backend")).contains("desk");
            assertThat(other.openAi.received(OutsideBackends.CHAT)).isEmpty();
        }
    }

    @Test
    void withCountRequestsGoOnWhatEverTheDiskDoes(@TempDir Path data) throws IOException {
        Files.writeString(data.resolve("chasqui.decisions"), "no folder");
        try (OutsideBackends other = new OutsideBackends(data, "")) {
            assertThat(other.chat("hello", "Hi").status()).isEqualTo(200);
            Polled.until(
                    "it is missed",
                    () ->
                            other.send("GET", "/metrics", "")
                                    .text()
                                    .contains("chasqui_decisions_missing_total 1.0"));
        }
    }
}
