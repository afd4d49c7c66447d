package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A client that leaves ends everything that {@code /rag} and {@code /parallel} have begun for it.
 */
@Isolated("it looks for threads of the agents of any server")
class AgentHangUpTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BRANCHES = 3;

    @RegisterExtension
    static final ClassSettings SETTINGS = new ClassSettings(AgentHangUpTest::start);

    @TempDir private Path dumps;

    /** The client that leaves, and if it asked for a stream. */
    record Leaving(Client client, boolean stream) {
        String asking(String text) {
            return Client.question(text, stream);
        }
    }

    static Stream<Leaving> leavings() {
        return Arrays.stream(Client.values())
                .flatMap(
                        client -> Stream.of(new Leaving(client, true), new Leaving(client, false)));
    }

    private static Setting start(Client backend) throws IOException {
        Setting setting = Setting.with(backend, "", "", PluginJars.RAG, PluginJars.PARALLEL);
        var _ = new Collections(setting.port()).add("hr", "leave.md", "Thirty days of leave.");
        return setting;
    }

    @ParameterizedTest
    @MethodSource("leavings")
    void whileBranchesWait(Leaving leaving) throws Exception {
        for (String commands : List.of("/parallel", "/rag /parallel", "/parallel /rag")) {
            Setting setting = SETTINGS.of(leaving.client());
            try (RawHttp http = setting.connect()) {
                setting.answers(Answer.stall());
                http.post(leaving.client().path(), leaving.asking(commands + " Leave?"));
                List<Received> branches = asked(setting, BRANCHES);

                http.hangUp();

                for (Received branch : branches) {
                    branch.awaitHangUp(SOON);
                }
                nothingIsLeft(setting);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("leavings")
    void whileTheAnswersAreJoined(Leaving leaving) throws Exception {
        Client client = leaving.client();
        Answer joining =
                Answer.endless(
                        Frames.contentType(client),
                        Duration.ofMillis(5),
                        Frames.word(client, "on "));
        Setting setting = SETTINGS.of(client);
        try (RawHttp http = setting.connect()) {
            setting.answers(
                    Answer.choose(
                            request ->
                                    request.text().contains("<answers")
                                            ? joining
                                            : client.saying("42")));
            http.post(client.path(), leaving.asking("/parallel Leave?"));
            Received aggregator = asked(setting, BRANCHES + 1).getLast();
            if (leaving.stream()) {
                http.readHead();
                assertThat(http.readPiece()).isPresent();
            }

            http.hangUp();

            aggregator.awaitHangUp(SOON);
            nothingIsLeft(setting);
        }
    }

    @ParameterizedTest
    @MethodSource("leavings")
    void whileTheModelReadsThePassages(Leaving leaving) throws Exception {
        Setting setting = SETTINGS.of(leaving.client());
        try (RawHttp http = setting.connect()) {
            setting.answers(Answer.stall());
            http.post(leaving.client().path(), leaving.asking("/rag Leave?"));
            Received asked = asked(setting, 1).getLast();

            http.hangUp();

            asked.awaitHangUp(SOON);
            nothingIsLeft(setting);
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void fiftyWhoLeaveAtAnyTimeLeaveNothing(Client client) throws Exception {
        Random random = new Random(7);
        List<String> commands =
                List.of(
                        "/rag",
                        "/parallel",
                        "/parallel(join=all)",
                        "/rag /parallel",
                        "/parallel /rag");
        Setting setting = SETTINGS.of(client);
        setting.answers(
                Answer.endless(
                        Frames.contentType(client),
                        Duration.ofMillis(2),
                        Frames.word(client, "on ")));
        for (int i = 0; i < 50; i++) {
            String text = commands.get(i % commands.size()) + " Leave?";
            int asked = setting.questions();
            try (RawHttp http = setting.connect()) {
                http.post(client.path(), Client.question(text, random.nextBoolean()));
                if (random.nextBoolean()) {
                    // The other clients leave before the server has read their requests.
                    Polled.until(
                            "the question reaches the backend",
                            PATIENCE,
                            () -> setting.questions() > asked);
                }
                if (random.nextBoolean()) {
                    http.reset();
                }
            }
        }

        Polled.until(
                "the backend sees that all have left",
                PATIENCE,
                () ->
                        setting.backend().received(client.path()).stream()
                                .allMatch(Received::isHungUp));
        nothingIsLeft(setting);
    }

    @Test
    void whoStaysIsAnsweredAfterOthersLeft() throws Exception {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(Answer.stall());
        for (int i = 0; i < 5; i++) {
            try (RawHttp http = setting.connect()) {
                http.post(Client.OPENAI.path(), Client.question("/rag /parallel Leave?", true));
                var _ = asked(setting, BRANCHES * (i + 1));
            }
        }
        setting.answers(Client.OPENAI.saying("Thirty [1]."));

        Reply reply =
                setting.ask(
                        Client.OPENAI, Client.question("/rag /parallel(join=vote) Leave?", true));

        assertThat(reply.text()).startsWith("Thirty [1].").endsWith("[1] leave.md");
        assertThat(reply.ended()).isTrue();
    }

    private static List<Received> asked(Setting setting, int times) throws InterruptedException {
        return setting.backend().awaitRequests(setting.dialect().path(), times);
    }

    private void nothingIsLeft(Setting setting) throws Exception {
        Polled.until("no stream is open", PATIENCE, () -> openStreams(setting).equals("0.0"));
        Polled.until(
                "the threads of the branches end",
                PATIENCE,
                () -> !threads().contains("\"parallel-"));
    }

    private static String openStreams(Setting setting) throws IOException {
        return RawHttp.get(setting.port(), "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("chasqui_streams_open "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
    }

    /** Returns all threads by their names; the virtual ones are listed nowhere else. */
    private String threads() throws IOException {
        Path dump = dumps.resolve("threads.json");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
        String threads = Files.readString(dump);
        Files.delete(dump);
        return threads;
    }
}
