package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** The calls that the tests of this package share. */
public final class BackendCalls {
    static final Timeouts QUICK =
            new Timeouts(Duration.ofMillis(500), Duration.ofMillis(700), Duration.ofMillis(400));

    private BackendCalls() {}

    static HttpBackend backend(FakeServer server) {
        return backend(server.url(), Timeouts.DEFAULT);
    }

    static HttpBackend backend(String url, Timeouts timeouts) {
        BackendEndpoint plain = BackendEndpoint.of("house", ServerType.OPENAI.ofLines(), url);
        return new HttpBackend(
                new BackendEndpoint(
                        plain.name(),
                        plain.dialect(),
                        plain.url(),
                        plain.apiKey(),
                        plain.zone(),
                        timeouts),
                ServerType.LINES,
                "instance-1");
    }

    static ChatRequest question(String text) {
        return ChatRequest.of("m", true, Conversation.of(List.of(Message.of(Role.USER, text))));
    }

    /** Sends a chat and pulls the whole reply. */
    static List<String> ask(HttpBackend backend) {
        try (ChatReply reply = backend.chat(question("?"), new Cancellation()).reply()) {
            return texts(reply);
        }
    }

    static List<String> texts(ChatReply reply) {
        List<String> texts = new ArrayList<>();
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            if (event instanceof ReplyEvent.Text text) {
                texts.add(text.text());
            }
        }
        return texts;
    }

    /** Runs the action and returns the failure that it ends with. */
    static Failure failure(Callable<?> action) {
        FailureException thrown = catchThrowableOfType(FailureException.class, action::call);
        assertThat(thrown).as("a failure").isNotNull();
        return thrown.failure();
    }

    /** Starts the action on a virtual thread. */
    static <T> FutureTask<T> start(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Thread.startVirtualThread(task);
        return task;
    }

    static void assertOpens(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(1, TimeUnit.SECONDS)).as("opened within a second").isTrue();
    }
}
