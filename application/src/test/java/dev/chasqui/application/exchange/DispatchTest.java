package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.exchange.journal.AskedBackends;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DispatchTest {
    private static final Failure FULL = new Failure.Overloaded("full", Duration.ofSeconds(3));

    private final FakeBackend first = new FakeBackend("first", "m:latest");
    private final FakeBackend second = new FakeBackend("second", "m");
    private final Models models =
            new Models(
                    Backends.configured(List.of(first, second), new FakeBackend("built-in")),
                    Map.of(),
                    Duration.ofDays(1));
    private final Exchange exchange =
            new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, text -> {});
    private final Journal journal = new Journal(Instant.EPOCH);

    @Test
    void theFirstBackendAnswers() {
        assertThat(textOf(send("m"))).isEqualTo("first");
        assertThat(second.received()).isEmpty();
        assertThat(journal.backends().name()).contains("first");
    }

    @Test
    void aBackendIsAskedUnderItsOwnNameOfTheModelUnlessItKnowsTheClients() {
        send("m").close();
        first.down();
        send("m:latest").close();

        assertThat(first.received().getFirst().model()).isEqualTo("m");
        assertThat(second.received().getFirst().model()).isEqualTo("m");
    }

    @Test
    void theNextBackendAnswersWhereTheFirstFailsBeforeTheFirstEvent() {
        first.answering(request -> new Broken(new Failure.BackendBroke("first", "reset")));

        assertThat(textOf(send("m"))).isEqualTo("second");
        assertThat(journal.backends().name()).contains("second");
    }

    @Test
    void whereMoreThanOneBackendAnsweredNoneOfThemIsNamed() {
        send("m").close();
        send("m").close();
        assertThat(journal.backends().name()).contains("first");

        first.down();
        send("m").close();
        assertThat(journal.backends().name()).contains(AskedBackends.SEVERAL);
    }

    @Test
    void theModelThatAnsweredIsNotedAsItsBackendListsIt() {
        send("M:LATEST").close();
        assertThat(journal.backends().listedModel()).contains("m:latest");

        first.down();
        send("M").close();
        assertThat(journal.backends().listedModel()).contains(AskedBackends.SEVERAL);
    }

    @Test
    void aReplyThatFailedBeforeItsFirstEventIsClosed() {
        Broken broken = new Broken(new Failure.BackendBroke("first", "reset"));
        first.answering(request -> broken);

        send("m").close();

        assertThat(broken.closed).isTrue();
    }

    @Test
    void whatAnAgentLeftInARequestThatStaysInsideReachesNoBackendOutside() {
        journal.backends().keepInside("m");
        first.down();
        second.outside();

        assertThat(catchThrowableOfType(FailureException.class, () -> send("m"))).isNotNull();
        assertThat(second.received()).isEmpty();
    }

    @Test
    void whatTheCallerDidWrongIsNotTriedElsewhere() {
        first.failing(
                new Failure.BackendRefused(
                        "first",
                        400,
                        "too long",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        FailureException failure = catchThrowableOfType(FailureException.class, () -> send("m"));

        assertThat(failure.failure()).isInstanceOf(Failure.BackendRefused.class);
        assertThat(second.received()).isEmpty();
    }

    @Test
    void whatOneBackendCannotDoIsTriedElsewhereAndElseItIsTheCallersMistake() {
        Failure cannot =
                new Failure.BackendRefused(
                        "first",
                        400,
                        "image input is not supported",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true);
        first.failing(cannot);
        assertThat(textOf(send("m"))).isEqualTo("second");

        second.failing(cannot);
        assertThat(catchThrowableOfType(FailureException.class, () -> send("m")).failure())
                .isEqualTo(cannot);
    }

    @Test
    void theNextBackendAnswersWhereTheFirstIsFull() {
        first.failing(FULL);

        assertThat(textOf(send("m"))).isEqualTo("second");
        assertThat(journal.backends().name()).contains("second");
    }

    @Test
    void whoIsFullSaysWhenToComeAgainWhereNobodyElseAnswers() {
        first.failing(FULL);
        second.failing(new Failure.BackendUnreachable("second", "no connection"));

        FailureException failure = catchThrowableOfType(FailureException.class, () -> send("m"));

        assertThat(failure.failure()).isEqualTo(FULL);
        assertThat(journal.backends().name()).contains("second");
    }

    @Test
    void whereWeAreFullOurselvesNobodyElseIsTried() {
        Dispatch busy = new Dispatch(models, new OpenCalls(1));
        try (var _ = busy.send(ChatPayload.of(question("m")), exchange, journal)) {
            FailureException failure =
                    catchThrowableOfType(
                            FailureException.class,
                            () -> busy.send(ChatPayload.of(question("m")), exchange, journal));

            assertThat(failure.failure()).isInstanceOf(Failure.Overloaded.class);
            assertThat(second.received()).isEmpty();
            assertThat(journal.backends().name()).contains("first");
        }
    }

    @Test
    void whereAllFailTheLastFailureIsTold() {
        first.failing(new Failure.BackendFailed("first", "500"));
        second.failing(new Failure.BackendFailed("second", "501"));

        FailureException failure = catchThrowableOfType(FailureException.class, () -> send("m"));

        assertThat(failure).hasMessage("backend 'second' failed: 501");
    }

    @Test
    void anEjectedBackendIsAskedAfterAllOnceTheOthersAreAway() {
        Dispatch dispatch = new Dispatch(models, new OpenCalls(1_000));
        first.failing(new Failure.BackendFailed("first", "500"));
        for (int i = 0; i < 4; i++) {
            assertThat(textOf(send(dispatch))).isEqualTo("second");
        }
        assertThat(first.received()).hasSize(3);

        first.answering(request -> ChatReply.ofText("first"));
        second.down();

        assertThat(textOf(send(dispatch))).isEqualTo("first");
        assertThat(journal.backends().routeReason().orElseThrow())
                .isEqualTo("second failed before; last resort, since no other backend is left");
    }

    @Test
    void failingBackendsThatAreAllEjectedGetOneTryARequest() {
        Dispatch dispatch = new Dispatch(models, new OpenCalls(1_000));
        first.failing(new Failure.BackendFailed("first", "500"));
        second.failing(new Failure.BackendFailed("second", "500"));
        for (int i = 0; i < 10; i++) {
            var _ = catchThrowableOfType(FailureException.class, () -> send(dispatch));
        }

        assertThat(first.received().size() + second.received().size()).isEqualTo(13);
    }

    @Test
    void aModelThatOnlyMakesVectorsIsNotTalkedTo() {
        first.capable("m", "embedding");
        second.capable("m", "rerank");

        FailureException failure = catchThrowableOfType(FailureException.class, () -> send("m"));

        assertThat(failure.failure())
                .isEqualTo(new Failure.Invalid("model", "\"m\" does not support chat"));
        assertThat(first.received()).isEmpty();
        assertThat(second.received()).isEmpty();
    }

    @Test
    void whoeverCanTalkIsAskedAndOneOfWhichNothingIsSaidMayBeAble() {
        first.capable("m", "embedding");
        assertThat(textOf(send("m"))).isEqualTo("second");

        second.capable("m", "completion", "embedding");
        assertThat(textOf(send("m"))).isEqualTo("second");
    }

    private ChatReply send(String model) {
        return new Dispatch(models, new OpenCalls(1_000))
                .send(ChatPayload.of(question(model)), exchange, journal);
    }

    private ChatReply send(Dispatch dispatch) {
        return dispatch.send(ChatPayload.of(question("m")), exchange, journal);
    }

    private static ChatRequest question(String model) {
        return ChatRequest.of(model, false, Conversation.of(List.of(Message.of(Role.USER, "hi"))));
    }

    private static String textOf(ChatReply reply) {
        StringBuilder text = new StringBuilder();
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            if (event instanceof ReplyEvent.Text(String more, var logprobs, var frame)) {
                text.append(more);
            }
        }
        return text.toString();
    }

    /** A reply that breaks off before it begins. */
    private static final class Broken implements ChatReply {
        private final Failure failure;
        private boolean closed;

        Broken(Failure failure) {
            this.failure = failure;
        }

        @Override
        public @Nullable ReplyEvent next() {
            throw new FailureException(failure);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
