package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.LoadAbility;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The report on the first reply of a backend. */
class FirstReplyTest {
    private final Deque<ChatReply> replies = new ArrayDeque<>();
    private final List<Long> told = new ArrayList<>();
    private final FirstReplyBackend backend = new FirstReplyBackend(new Server(), told::add);

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
                Arrays.stream(FirstReplyBackend.class.getDeclaredMethods())
                        .map(Method::getName)
                        .toList();
        assertThat(own)
                .containsAll(
                        Arrays.stream(Backend.class.getDeclaredMethods())
                                .filter(method -> !method.isSynthetic())
                                .map(Method::getName)
                                .toList());
    }

    @Test
    void whatElseTheServerCanItStillCan() {
        assertThat(backend.ability(TokenAbility.class))
                .hasValueSatisfying(tokens -> assertThat(tokens.contextLength("m")).hasValue(4096));
        assertThat(backend.ability(LoadAbility.class)).isEmpty();
    }

    private ChatReply ask() {
        return backend.chat(
                        ChatRequest.of("m", false, Conversation.of(List.of())),
                        Asker.NOBODY,
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

    /** A backend that gives scripted replies and counts tokens. */
    private final class Server implements Backend, ChatAbility, TokenAbility {
        @Override
        public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
            return new Answer(replies.remove());
        }

        @Override
        public OptionalInt contextLength(String model) {
            return OptionalInt.of(4096);
        }

        @Override
        public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
            return OptionalInt.empty();
        }

        @Override
        public String name() {
            return "server";
        }

        @Override
        public Zone zone() {
            return Zone.RESTRICTED;
        }

        @Override
        public List<ModelInfo> models() {
            return List.of();
        }
    }
}
