package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.Answer;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Agents that fail, hang or never end, in a server whose other requests go on. */
@Isolated("some of its agents spin")
class HeldAgentsTest {
    /** Those that hang have little time; all others enough for a slow machine. */
    private static final String LIMITS =
            """
            ,"plugins":{"limits":{
              "*":{"failures":1000,"pause":"100ms","mostReply":"1MiB"},
              "waits":{"deadline":"300ms"},"waits-open":{"deadline":"300ms"},
              "deaf":{"deadline":"300ms"},"deaf-open":{"deadline":"300ms"},
              "spins":{"deadline":"300ms"},"spins-open":{"deadline":"300ms"},
              "deaflater":{"deadline":"300ms"},"deaflater-open":{"deadline":"300ms"},
              "spinslater":{"deadline":"300ms"},"spinslater-open":{"deadline":"300ms"},
              "deafready-open":{"deadline":"300ms"},
              "deafmade":{"deadline":"300ms"},"deafmade-open":{"deadline":"300ms"},
              "noting":{"deadline":"800ms"},
              "flaky":{"failures":2,"pause":"1h"},
              "flaky-open":{"failures":2,"pause":"1h"},
              "throwslater":{"onFailure":"open"},
              "held":{"concurrency":1,"queue":1}}}
            """;

    private static final String HELLO = "Hello there!";
    private static final String WORDS = "one two three four ";

    @RegisterExtension
    static final ClassSettings SETTINGS =
            new ClassSettings(backend -> Setting.with(backend, "", LIMITS, HostileAgents.jar()));

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void letGo() throws IOException {
        assertThat(ask(HostileAgents.RELEASE, false).text()).isEqualTo("released");
        assertThat(ask("/renew", false).text()).isEqualTo("renewed");
        clients.close();
    }

    private static Setting setting() throws IOException {
        return SETTINGS.of(Client.OPENAI);
    }

    private static Reply ask(String commands, boolean stream) throws IOException {
        return setting().ask(Client.OPENAI, Client.question(commands + " Hi?", stream));
    }

    /** Makes the backend answer with four words, one event each. */
    private static Setting words() throws IOException {
        Setting setting = setting();
        setting.answers(
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                Frames.word(Client.OPENAI, "one "),
                                Frames.word(Client.OPENAI, "two "),
                                Frames.word(Client.OPENAI, "three "),
                                Frames.word(Client.OPENAI, "four ") + "data: [DONE]\n\n")));
        return setting;
    }

    @ParameterizedTest
    @CsvSource({
        "throws, IllegalStateException",
        "errs, OutOfMemoryError",
        "waits, own time",
        "deaf, own time",
        "spins, own time",
        "twice-open, IllegalStateException",
        "endless, mostReply",
        "chatty, mostReply",
        "deafmade, own time",
        "brokenmade, it could not be made"
    })
    void anAgentThatFailsIsNamed(String agent, String reason) throws Exception {
        Reply reply = ask("/" + agent, false);

        assertThat(reply.status()).isGreaterThanOrEqualTo(500);
        assertThat(reply.error()).contains("'" + agent + "'", reason).doesNotContain("secret");
        Polled.until(
                "the failed run is counted",
                () -> metric("chasqui_agent_runs_total", agent, "failed") > 0);
        assertThat(ask("", true).text()).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "errs", "waits", "deaf", "spins", "deafmade"})
    void anOpenOneIsSkipped(String agent) throws IOException {
        for (boolean stream : List.of(true, false)) {
            Reply reply = ask("/plain /" + agent + "-open /plain", stream);

            assertThat(reply.text()).isEqualTo(HELLO);
            assertThat(reply.wire().header("X-Chasqui-Skipped")).contains(agent + "-open");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throwslater",
                "throwslater-open",
                "deaflater-open",
                "deafready-open",
                "spinslater-open"
            })
    void afterUnchangedWordsTheOthersFollow(String agent) throws Exception {
        Reply reply = words().ask(Client.OPENAI, Client.question("/" + agent + " Hi?", true));

        assertThat(reply.text()).isEqualTo(WORDS);
        assertThat(reply.ended()).isTrue();
        // An exchange is counted once its reply is written.
        Polled.until(
                "the skipped run is counted",
                () -> metric("chasqui_agent_runs_total", agent, "skipped") > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throwsafterchange-open", "deaflater", "spinslater"})
    void aReplyThatCannotGoOnEndsWithAnError(String agent) throws IOException {
        Reply reply = words().ask(Client.OPENAI, Client.question("/" + agent + " Hi?", true));

        assertThat(reply.text()).startsWithIgnoringCase("one two ");
        assertThat(reply.error()).contains("'" + agent + "'");
        assertThat(reply.ended()).isFalse();
    }

    @Test
    void aRefusalIsNoFailure() throws IOException {
        for (String agent : List.of("/refuses", "/refuses-open")) {
            Reply reply = ask(agent, false);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error()).contains("not this");
        }
    }

    @Test
    void argumentsThatAConstructorRefusesAreAMistakeOfTheCaller() throws IOException {
        Reply reply = ask("/pickymade", false);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.error()).contains("/pickymade: not so");
    }

    /** An agent with much time is watched on, so that no thread in it is forgotten. */
    @ParameterizedTest
    @CsvSource({"gone, true", "gone-open, false"})
    void oneThatHangsIsNotForgottenWhenItsClientLeaves(String agent, boolean stream)
            throws Exception {
        try (RawHttp http = setting().connect()) {
            http.post(Client.OPENAI.path(), Client.question("/plain /" + agent + " Hi?", stream));
            Polled.until("the agent runs", () -> metric("chasqui_agent_running", agent) == 1);

            http.hangUp();
        }

        Polled.until(
                "its thread is left behind",
                () -> metric("chasqui_agent_threads_left_behind", agent) == 1);
        Polled.until("no agent runs", () -> metric("chasqui_agent_running", agent) == 0);
        Polled.until("no other runs", () -> metric("chasqui_agent_running", "plain") == 0);
        assertThat(ask(HostileAgents.RELEASE, false).text()).isEqualTo("released");
        Polled.until(
                "its thread has ended",
                () -> metric("chasqui_agent_threads_left_behind", agent) == 0);
    }

    @Test
    void theTimeOfTheModelIsNotTheAgents() throws IOException {
        Setting setting = setting();
        setting.answers(Client.OPENAI.saying("late").after(Duration.ofSeconds(2)));

        Reply reply = setting.ask(Client.OPENAI, Client.question("/noting /plain Hi?", false));

        assertThat(reply.text()).isEqualTo("late");
    }

    @Test
    void anEndlessReplyIsCut() throws IOException {
        Reply reply = ask("/endless", true);

        assertThat(reply.error()).contains("'endless'", "mostReply");
        assertThat(reply.text()).hasSizeBetween(500_000, 1_100_000);
        assertThat(reply.ended()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"neverclosed", "closedeaf", "leaks"})
    void oneThatNeverClosesIsAnsweredAndItsConnectionGoesOn(String agent) throws Exception {
        Setting setting = setting();
        try (RawHttp http = setting.connect()) {
            for (String command : List.of("/" + agent, "/plain")) {
                http.post(Client.OPENAI.path(), Client.question(command + " Hi?", true));
                assertThat(new Reply(Client.OPENAI, http.readResponse()).text()).isEqualTo(HELLO);
            }
        }
    }

    @Test
    void whileTwoSpinAllOthersAreAnswered() throws Exception {
        List<Future<Reply>> spinning = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            spinning.add(clients.submit(() -> ask("/spins", true)));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(ask("/plain", true).text()).isEqualTo(HELLO);
        }
        for (Future<Reply> each : spinning) {
            assertThat(each.get(20, TimeUnit.SECONDS).error()).contains("'spins'");
        }
        Polled.until(
                "a thread is left behind",
                () -> metric("chasqui_agent_threads_left_behind", "spins") > 0);
    }

    @Test
    void oneThatFailsAgainAndAgainIsSwitchedOff() throws IOException {
        assertThat(ask("/break", false).text()).isEqualTo("broken");
        for (int i = 0; i < 2; i++) {
            assertThat(ask("/flaky", false).status()).isGreaterThanOrEqualTo(500);
            assertThat(ask("/flaky-open", false).text()).isEqualTo(HELLO);
        }
        assertThat(ask(HostileAgents.RELEASE, false).text()).isEqualTo("released");

        Reply off = ask("/flaky", false);
        Reply skipped = ask("/flaky-open", false);

        assertThat(off.status()).isEqualTo(503);
        assertThat(off.error()).contains("'flaky'", "switched off");
        assertThat(off.wire().header("Retry-After")).isPresent();
        assertThat(skipped.text()).isEqualTo(HELLO);
        assertThat(skipped.wire().header("X-Chasqui-Skipped")).contains("flaky-open");
        assertThat(metric("chasqui_agent_switched_off", "flaky")).isEqualTo(1);
        assertThat(off.error()).contains("chasqui agents reload flaky");

        assertThat(RawHttp.get(setting().port(), "/admin/agents").text())
                .contains("\"switched_off\"", "it is switched off for");
        post("/admin/agents/flaky/disable");
        String enabled = post("/admin/agents/flaky/enable");
        assertThat(enabled).contains("\"active\"");
        assertThat(ask("/flaky", false).text()).isEqualTo(HELLO);
    }

    @Test
    void oneThatRunsOftenEnoughIsWaitedForAndThenRefused() throws Exception {
        Future<Reply> first = clients.submit(() -> ask("/held", false));
        Polled.until("the agent runs", () -> metric("chasqui_agent_running", "held") == 1);
        Future<Reply> second = clients.submit(() -> ask("/held", false));
        Polled.until("a second one waits", () -> metric("chasqui_agent_waiting", "held") == 1);

        Reply third = ask("/held", false);

        assertThat(third.status()).isEqualTo(503);
        assertThat(third.error()).contains("'held'");
        assertThat(third.wire().header("Retry-After")).isPresent();
        assertThat(ask(HostileAgents.RELEASE, false).text()).isEqualTo("released");
        assertThat(first.get(10, TimeUnit.SECONDS).text()).isEqualTo(HELLO);
        assertThat(second.get(10, TimeUnit.SECONDS).text()).isEqualTo(HELLO);
    }

    private static String post(String path) throws IOException {
        return RawHttp.post(setting().port(), path, "{}").text();
    }

    private static double metric(String name, String agent) throws IOException {
        return metric(name + "{agent=\"" + agent + "\"} ");
    }

    private static double metric(String name, String agent, String outcome) throws IOException {
        return metric(name + "{agent=\"" + agent + "\",outcome=\"" + outcome + "\"} ");
    }

    private static double metric(String start) throws IOException {
        return RawHttp.get(setting().port(), "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElse(0);
    }
}
