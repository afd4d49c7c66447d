package dev.chasqui.application.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.command.CommandRights;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/** The collections of documents that the commands of a caller may name. */
class NamedCollectionsTest {
    private record One(Optional<String> collection) {}

    private record Several(List<String> collection) {}

    private final Pipelines pipelines =
            new Pipelines(
                    new InstalledAgents(
                            List.of(
                                    new AgentType<>("one", "", One.class, _ -> new Agent() {}),
                                    new AgentType<>(
                                            "several", "", Several.class, _ -> new Agent() {}))));

    @ParameterizedTest
    @ValueSource(strings = {"/one(hr)", "/several(hr)", "/several(hr, hr2)", "/several"})
    void thoseThatTheCallerMayUseAndAListThatIsLeftToTheAgent(String command) {
        assertThat(names(command)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/one(salaries)", "/several(salaries)", "/several(hr, salaries)"})
    void noOthers(String command) {
        assertForbidden(command, "may not use the collection 'salaries'");
    }

    @Test
    void aSingleOneMustBeNamed() {
        assertForbidden("/one", "may not use every collection");
    }

    private void assertForbidden(String command, String message) {
        assertThatThrownBy(() -> names(command))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Forbidden.class));
    }

    private List<String> names(String command) {
        ChatRequest request =
                ChatRequest.of(
                        "m",
                        false,
                        Conversation.of(List.of(Message.of(Role.USER, command + " Hi"))));
        PreparedChat prepared = pipelines.prepare(request, new OfHr(), List.of());
        try (Pipeline pipeline = prepared.pipeline()) {
            return pipeline.names();
        }
    }

    /** The permit of a caller that may use the collections whose names begin with {@code hr}. */
    private static final class OfHr implements Permit {
        @Override
        public Caller caller() {
            return Caller.anonymous("127.0.0.1").withAllAgents();
        }

        @Override
        public CommandRights rights() {
            return CommandRights.ALL;
        }

        @Override
        public void used(Optional<Usage> usage, List<ModelUsage> byModel) {}

        @Override
        public boolean mayUseCollection(Optional<String> name) {
            return name.filter(one -> one.startsWith("hr")).isPresent();
        }

        @Override
        public void close() {}
    }
}
