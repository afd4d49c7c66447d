package dev.chasqui.adapters.http;

import static dev.chasqui.adapters.http.TestServer.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Agents that a client requests by header, and their effects on the server. */
class AgentsTest {
    private static final String CHAT = "/v1/chat/completions";

    private static Header agents(String list) {
        return new Header("X-Chasqui-Agents", list);
    }

    @Test
    void agentsAreAskedForByHeader() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer =
                    RawHttp.post(
                            server.port(), CHAT, ask("hello", false), agents("nothing, talkative"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(server.recordOf(answer).agents()).containsExactly("nothing", "talkative");
        }
    }

    @Test
    void anAgentThatFailsIsNamedAndTellsNothing() throws Exception {
        try (TestServer server = TestServer.start()) {
            for (boolean stream : new boolean[] {true, false}) {
                WireMessage answer =
                        RawHttp.post(server.port(), CHAT, ask("hello", stream), agents("boom"));
                assertThat(answer.status()).isGreaterThanOrEqualTo(500);
                assertThat(answer.text()).contains("agent 'boom'").doesNotContain("secret");
                assertThat(server.recordOf(answer).failure())
                        .containsInstanceOf(Failure.AgentFailed.class);
            }
        }
    }

    @Test
    void anUnknownChangeIsToldAsJson() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer = RawHttp.post(server.port(), "/admin/agents/boom/disabel", "");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).startsWith("{").contains("did you mean disable?");
        }
    }

    @Test
    void progressIsNoPartOfTheAnswer() throws Exception {
        try (TestServer server = TestServer.start()) {
            WireMessage answer =
                    RawHttp.post(server.port(), CHAT, ask("hello", true), agents("talkative"));
            assertThat(answer.text().lines().filter(line -> line.startsWith("data:")))
                    .filteredOn(line -> line.contains("thinking hard"))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("reasoning_content"));
            assertThat(answer.text()).contains("hello ").contains("world").contains("[DONE]");
        }
    }

    @Test
    void writesOfAnAgentAfterItsExchangeAreDropped() throws Exception {
        try (TestServer server = TestServer.start()) {
            RawHttp client = server.connect();
            client.post(CHAT, ask("hello", true), agents("stuck"));
            assertThat(server.agents.stuck.await(5, TimeUnit.SECONDS)).isTrue();
            client.hangUp();
            assertThat(server.nextRecord().status()).isEqualTo(499);
            server.agents.freedom.countDown();
            assertThat(server.agents.over.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(server.openStreams).hasValue(0);
            assertThat(RawHttp.post(server.port(), CHAT, ask("hello", true)).text())
                    .endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void anExchangeLeavesItsGenerationHoweverItEnds() throws Exception {
        try (TestServer server = TestServer.start()) {
            for (String agent : List.of("nothing", "boom", "nosuch", "help")) {
                RawHttp.post(server.port(), CHAT, ask("hello", true), agents(agent));
                server.agents.awaitInside(0);
            }
            RawHttp client = server.connect();
            client.post(CHAT, ask("hello", true), agents("stuck"));
            assertThat(server.agents.stuck.await(5, TimeUnit.SECONDS)).isTrue();
            client.hangUp();
            assertThat(server.nextRecord()).isNotNull();
            assertThat(server.agents.inside).as("the agent's code still runs").hasValue(1);

            server.agents.freedom.countDown();
            server.agents.awaitInside(0);
        }
    }

    @Test
    void agentsThatSpinOnAllProcessorsStopNobodyElse() throws Exception {
        try (TestServer server = TestServer.start()) {
            List<RawHttp> clients = new ArrayList<>();
            // The test's server takes four such exchanges.
            for (int i = 0; i < 4; i++) {
                RawHttp client = server.connect();
                client.post(CHAT, ask("hello", true), agents("spinning"));
                clients.add(client);
            }
            assertThat(server.agents.stuck.await(5, TimeUnit.SECONDS)).isTrue();

            WireMessage answer = RawHttp.post(server.port(), CHAT, ask("hello", false));

            assertThat(answer.status()).isEqualTo(200);
            server.agents.freedom.countDown();
            for (RawHttp client : clients) {
                assertThat(client.readResponse().text()).endsWith("data: [DONE]\n\n");
            }
        }
    }
}
