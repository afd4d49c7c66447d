package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Another process on the port of a server. */
@EnabledOnOs(OS.LINUX)
class PortOwnerTest {
    private static final String MARK = "chasqui-" + UUID.randomUUID();
    private HttpServer other;

    PortOwnerTest() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void answersEverything() {
        other.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        other.start();
    }

    @AfterEach
    void ends() {
        other.stop(0);
    }

    @Test
    void aGroupOwnsWhereOneOfItsProcessesListens() {
        long us = LinuxProcesses.groupOf(ProcessHandle.current().pid()).orElseThrow();

        assertThat(PortOwner.isOtherProcess(port(), us, MARK)).isFalse();
        assertThat(PortOwner.isOtherProcess(port(), us + 1_000_000, MARK)).isTrue();
    }

    @Test
    void aPortOnWhichNobodyIsSeenIsNoStrangers() {
        int port = port();
        other.stop(0);

        assertThat(PortOwner.isOtherProcess(port, 1, MARK)).isFalse();
    }

    @Test
    void aStrangerIsNotTakenForTheServerHoweverReadyHeIs() throws Exception {
        Launch launch = new StandIns().launch(Duration.ofSeconds(1), "hangs").on(port(), "key");
        Process lifeline = Lifeline.start(launch, MARK);
        try (ServerProcess process =
                new ServerProcess(
                        "m",
                        "stand-in",
                        lifeline,
                        MARK,
                        new OutputLog(),
                        OutputSecrets.of("key", Map.of()))) {
            HealthCheck check = new HealthCheck(process, port(), launch, MARK, _ -> {});

            assertThat(check.await()).isEqualTo(HealthCheck.Outcome.PORT_OF_ANOTHER);
        }
    }

    private int port() {
        return other.getAddress().getPort();
    }
}
