package dev.chasqui.plugins.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.testkit.Replies;
import dev.chasqui.plugin.testkit.TestChain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tests of the facts besides the request that make a kept reply the wrong one. */
class CacheBoundsTest {
    private static final ReplyEvent MISS = KeptReply.note("miss");
    private static final ReplyEvent HIT = KeptReply.note("hit");
    private static final CacheArguments PLAIN = new CacheArguments(false, Optional.empty());

    private final ReplyStore store = new ReplyStore(1 << 20, Duration.ofHours(1), () -> 0);
    private final CacheAgent agent = new CacheAgent(store, Optional.empty(), false, PLAIN);
    private final List<String> skipped = new ArrayList<>();
    private final List<String> standIns = new ArrayList<>();
    private final List<String> agents = new ArrayList<>();
    private String identity = "";

    @Test
    void aModelThatChangesBehindItsNameIsAsked() {
        Chain chain = chain(TestChain.saying("ok"));
        Replies.events(agent.handle(asking("Hi"), chain));
        identity = "other instructions";

        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);
        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(HIT);
    }

    @Test
    void aConversationThatMayBeShortenedHasAReplyOfItsOwn() {
        TestChain chain = TestChain.saying("ok");
        Replies.events(agent.handle(asking("Hi"), chain.on(exchange(true))));

        assertThat(Replies.events(agent.handle(asking("Hi"), chain.on(exchange(false)))))
                .startsWith(MISS);
        assertThat(Replies.events(agent.handle(asking("Hi"), chain.on(exchange(true)))))
                .startsWith(HIT);
    }

    private static Exchange exchange(boolean mayShorten) {
        return new Exchange(
                "test",
                Caller.anonymous("127.0.0.1"),
                Dialect.OPENAI,
                List.of(),
                _ -> {},
                false,
                mayShorten);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\":\"failed\"}",
                "[{\"state\":\"answered\"},{\"state\":\"failed\"}]"
            })
    void aReplyOfWhichAPartFailedIsNotKept(String note) {
        Json value = JsonReader.read(note.getBytes(StandardCharsets.UTF_8));
        TestChain chain =
                TestChain.of(
                        (request, exchange) ->
                                ChatReply.of(
                                        List.of(
                                                new ReplyEvent.Text("Hello"),
                                                new ReplyEvent.Note("branches", value),
                                                new ReplyEvent.Finish(FinishReason.STOP))));
        Replies.events(agent.handle(asking("Hi"), chain));

        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);
    }

    @Test
    void aReplyThatBrokeOffAndWasContinuedIsNotKept() {
        TestChain chain =
                TestChain.of(
                        (request, exchange) ->
                                ChatReply.of(
                                        List.of(
                                                new ReplyEvent.Text("Hel"),
                                                new ReplyEvent.Note("resumed", Json.of(1)),
                                                new ReplyEvent.Text("lo"),
                                                new ReplyEvent.Finish(FinishReason.STOP))));
        Replies.events(agent.handle(asking("Hi"), chain));

        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);
    }

    @Test
    void aReplyWithoutAnAgentThatWasSkippedIsNotKept() {
        Chain chain =
                chain(
                        TestChain.of(
                                (request, exchange) -> {
                                    skipped.add("rag");
                                    return ChatReply.ofText("without passages");
                                }));
        Replies.events(agent.handle(asking("Hi"), chain));

        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);
    }

    @Test
    void aReplyOfAModelThatStoodInIsNotKept() {
        Chain chain =
                chain(
                        TestChain.of(
                                (request, exchange) -> {
                                    standIns.add("spare");
                                    return ChatReply.ofText("from another model");
                                }));
        Replies.events(agent.handle(asking("Hi"), chain));

        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);
    }

    @Test
    void aQuestionGoesPastAgentsOnlyToAnEmbedderWithinTheNetwork() {
        List<String> embedded = new ArrayList<>();
        Similarity similarity =
                new Similarity(
                        (model, texts, cancellation) -> {
                            embedded.addAll(texts);
                            return List.of(new float[] {1});
                        },
                        "vectors",
                        new SimilarQuestions(1 << 20, Duration.ofHours(1), 0.95, () -> 0));
        CacheAgent similar = new CacheAgent(store, Optional.of(similarity), false, PLAIN);
        TestChain model = TestChain.saying("ok");

        Replies.events(similar.handle(asking("a"), chain(model.withZone(Zone.OPEN))));
        agents.add("/guard");
        Replies.events(similar.handle(asking("b"), chain(model.withZone(Zone.OPEN))));
        Replies.events(similar.handle(asking("c"), chain(model)));

        assertThat(embedded).containsExactly("a", "c");
    }

    private static ChatRequest asking(String text) {
        return ChatRequest.of("m", true, Conversation.of(List.of(Message.of(Role.USER, text))));
    }

    private Chain chain(TestChain model) {
        return new KnownChain(model);
    }

    /** A chain whose model and agents the test sets. */
    private final class KnownChain implements Chain {
        private final TestChain model;

        KnownChain(TestChain model) {
            this.model = model;
        }

        @Override
        public ChatReply proceed(ChatRequest request) {
            return model.proceed(request);
        }

        @Override
        public Exchange exchange() {
            return model.exchange();
        }

        @Override
        public Chain on(Exchange branch) {
            return new KnownChain(model.on(branch));
        }

        @Override
        public OptionalInt contextLength(String of) {
            return model.contextLength(of);
        }

        @Override
        public OptionalInt countTokens(String of, String text) {
            return model.countTokens(of, text);
        }

        @Override
        public Zone zone(String of) {
            return model.zone(of);
        }

        @Override
        public List<String> agents() {
            return agents;
        }

        @Override
        public String identity(String of) {
            return identity;
        }

        @Override
        public List<String> skipped() {
            return List.copyOf(skipped);
        }

        @Override
        public List<String> standIns() {
            return List.copyOf(standIns);
        }
    }
}
