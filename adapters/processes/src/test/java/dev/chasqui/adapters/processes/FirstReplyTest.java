package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** Looking at the first reply of a backend. */
class FirstReplyTest {
    private final Deque<ChatReply> replies = new ArrayDeque<>();
    private final List<Long> told = new ArrayList<>();
    private final FirstReply backend = new FirstReply(backend(), told::add);

    @Test
    void theFirstReportOfCachedTokensIsToldOnce() {
        replies.add(ChatReply.ofText("without a report"));
        replies.add(reply(OptionalLong.empty()));
        replies.add(reply(OptionalLong.of(7)));
        replies.add(reply(OptionalLong.of(9)));

        while (!replies.isEmpty()) {
            drain(ask());
        }

        assertThat(told).containsExactly(7L);
    }

    @Test
    void laterRepliesHaveNothingAroundThem() {
        ChatReply later = reply(OptionalLong.of(9));
        replies.add(reply(OptionalLong.of(0)));
        replies.add(later);
        drain(ask());

        assertThat(ask()).isSameAs(later);
    }

    @Test
    void nothingThatABackendCanIsLost() {
        List<String> own =
                Arrays.stream(FirstReply.class.getDeclaredMethods()).map(Method::getName).toList();
        assertThat(own)
                .containsAll(
                        Arrays.stream(Backend.class.getDeclaredMethods())
                                .filter(method -> !method.isSynthetic())
                                .map(Method::getName)
                                .toList());
    }

    private ChatReply ask() {
        return backend.chat(
                        ChatRequest.of("m", false, Conversation.of(List.of())),
                        Backend.Asker.NOBODY,
                        new Cancellation())
                .reply();
    }

    private static void drain(ChatReply reply) {
        try (reply) {
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                assertThat(event).isNotNull();
            }
        }
    }

    private static ChatReply reply(OptionalLong cached) {
        Usage usage = new Usage(10, 1, cached, OptionalLong.empty(), Timings.UNKNOWN, false);
        return ChatReply.of(List.of(new ReplyEvent.UsageReport(usage)));
    }

    private Backend backend() {
        return (Backend)
                Proxy.newProxyInstance(
                        Backend.class.getClassLoader(),
                        new Class<?>[] {Backend.class},
                        (_, _, _) -> new Backend.Answer(replies.remove()));
    }
}
