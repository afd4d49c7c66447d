package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.LoadRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.KeepAlive;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ExchangesTest {
    private final Caller caller = Caller.anonymous("test");
    private final FakeBackend backend = new FakeBackend("backend", "m");
    private final Admission admission = mock();
    private final Permit permit = mock();
    private final AgentThreads threads = new AgentThreads(1);
    private final Bulkheads bulkheads = new Bulkheads(Map.of());
    private final Exchanges exchanges =
            new Exchanges(
                    admission,
                    new Pipelines(AgentGeneration::none),
                    new Dispatch(
                            new Models(
                                    Backends.configured(
                                            List.of(backend), new FakeBackend("built-in")),
                                    Map.of(),
                                    Duration.ofDays(1)),
                            new OpenCalls(10)),
                    threads,
                    bulkheads);

    @BeforeEach
    void admit() {
        when(admission.enter(any())).thenReturn(permit);
        when(admission.view(any())).thenReturn(ModelView.ALL);
        when(permit.caller()).thenReturn(caller);
    }

    @AfterEach
    void close() {
        threads.close();
        bulkheads.close();
    }

    @Test
    void aPermitIsToldWhatWasUsedAndThenClosed() {
        Usage usage = Usage.of(3, 4);
        backend.answering(_ -> ChatReply.of(List.of(new ReplyEvent.UsageReport(usage))));

        chat(ExchangesTest::pull);

        var order = inOrder(permit);
        order.verify(permit).used(eq(Optional.of(usage)), anyList());
        order.verify(permit).close();
    }

    @Test
    void aCallerThatIsNotAdmittedReachesNoBackend() {
        Failure full = new Failure.Overloaded("no more", Duration.ofSeconds(1));
        when(admission.enter(any())).thenThrow(new FailureException(full));

        assertThat(failureOf(ExchangesTest::pull)).isEqualTo(full);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aPermitIsClosedWithWhatWasUsedWhateverFails() {
        Failure failed = new Failure.BackendFailed("backend", "500");
        backend.failing(failed);
        assertThat(failureOf(ExchangesTest::pull)).isEqualTo(failed);

        backend.answering(_ -> ChatReply.ofText("Hi"));
        assertThatThrownBy(
                        () ->
                                chat(
                                        _ -> {
                                            throw new IllegalStateException("the client's socket");
                                        }))
                .hasMessage("the client's socket");

        verify(permit, times(2)).used(eq(Optional.of(Usage.of(0, 0))), anyList());
        verify(permit, times(2)).close();
    }

    @Test
    void aPermitIsClosedIfItsStateCannotBeTold() {
        when(permit.isCounted()).thenThrow(new IllegalStateException("no state"));

        assertThatThrownBy(() -> chat(ExchangesTest::pull)).hasMessage("no state");

        verify(permit).close();
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aRequestToLoadGoesTheSameWay() {
        exchanges.answer(
                new LoadPayload(new LoadRequest("m", KeepAlive.FOREVER, Optional.empty())),
                exchange(),
                journal(),
                done -> assertThat(done).isNotNull());

        verify(admission).enter(any());
        verify(permit).close();
    }

    private Failure failureOf(AnswerWriter<ChatReply> writer) {
        return catchThrowableOfType(FailureException.class, () -> chat(writer)).failure();
    }

    private void chat(AnswerWriter<ChatReply> writer) {
        ChatRequest request =
                ChatRequest.of("m", false, Conversation.of(List.of(Message.of(Role.USER, "Hi"))));
        exchanges.answer(new ChatPayload(request, List.of()), exchange(), journal(), writer);
    }

    private Exchange exchange() {
        return new Exchange("x", caller, Dialect.OPENAI, _ -> {});
    }

    private static Journal journal() {
        return new Journal(Instant.EPOCH);
    }

    private static void pull(ChatReply reply) {
        while (reply.next() != null) {
            // Pulls the answer to its end.
        }
    }
}
