package dev.chasqui.plugins.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.plugin.testkit.Replies;
import dev.chasqui.plugin.testkit.TestChain;
import dev.chasqui.plugin.testkit.TestContributions;
import dev.chasqui.plugin.testkit.TestHost;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

class CacheAgentTest {
    private static final ReplyEvent MISS = KeptReply.note("miss");
    private static final ReplyEvent HIT = KeptReply.note("hit");

    private final AtomicLong now = new AtomicLong();
    private final ReplyStore store = new ReplyStore(1 << 20, Duration.ofHours(1), now::get);
    private final CacheAgent agent = agent(new CacheArguments(false, Optional.empty()));

    @Test
    void anEqualRequestGetsTheSameEventsWithoutTheModel() {
        List<ReplyEvent> events =
                List.of(
                        new ReplyEvent.Opened(Role.ASSISTANT),
                        new ReplyEvent.Reasoning("Hm", "sig", null),
                        new ReplyEvent.Text("Hel"),
                        new ReplyEvent.Text("lo"),
                        new ReplyEvent.Note("rag", Json.of(1)),
                        new ReplyEvent.Finish(FinishReason.STOP),
                        new ReplyEvent.UsageReport(Usage.of(7, 2)));
        TestChain chain = TestChain.of((request, exchange) -> ChatReply.of(events));

        List<ReplyEvent> first = Replies.events(agent.handle(asking("Hi"), chain));
        ChatReply second = agent.handle(asking("Hi").withStream(false), chain);

        assertThat(first).startsWith(MISS).containsAll(events);
        assertThat(second.ready()).isTrue();
        List<ReplyEvent> again = Replies.events(second);
        assertThat(again).startsWith(HIT).containsAll(events.subList(0, 6));
        assertThat(again.getLast())
                .isInstanceOfSatisfying(
                        ReplyEvent.UsageReport.class,
                        report -> {
                            assertThat(report.usage().totalTokens()).isEqualTo(9);
                            assertThat(report.usage().cachedTokens()).isEqualTo(OptionalLong.of(7));
                        });
        assertThat(chain.requests()).hasSize(1);
    }

    @Test
    void everythingThatCanChangeTheReplyTellsRequestsApart() {
        ChatRequest plain = asking("Hi");
        Conversation now = plain.conversation();
        Json.Obj member = Json.Obj.EMPTY.with("seed", Json.of(1));
        List<ChatRequest> all =
                List.of(
                        plain,
                        asking("hi"),
                        plain.withModel("other"),
                        plain.withExtras(member),
                        plain.withSettings(Settings.DEFAULT.withSampling(member)),
                        plain.withInstruction("Be brief."),
                        plain.withMessages(List.of(Message.of(Role.SYSTEM, "Hi"))),
                        ChatRequest.of(
                                "m",
                                true,
                                new Conversation(
                                        now.messages(),
                                        List.of(),
                                        Settings.DEFAULT,
                                        Map.of("a", "b"),
                                        Json.Obj.EMPTY)));
        TestChain chain = TestChain.saying("ok");

        for (ChatRequest request : all) {
            assertThat(Replies.events(agent.handle(request, chain))).startsWith(MISS);
        }
        for (ChatRequest request : all) {
            assertThat(Replies.events(agent.handle(request, chain))).startsWith(HIT);
        }
    }

    @Test
    void aReplyIsForgottenAfterItsAgeAndAnOlderOneThanAskedForIsNotGiven() {
        TestChain chain = TestChain.saying("ok");
        Replies.events(agent.handle(asking("Hi"), chain));
        now.addAndGet(Duration.ofMinutes(30).toNanos());

        CacheAgent impatient =
                agent(new CacheArguments(false, Optional.of(Duration.ofMinutes(29))));
        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(HIT);
        assertThat(Replies.events(impatient.handle(asking("Hi"), chain))).startsWith(MISS);
        now.addAndGet(Duration.ofMinutes(61).toNanos());
        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);
    }

    @Test
    void freshAsksTheModelAndKeepsTheNewReply() {
        AtomicLong calls = new AtomicLong();
        TestChain chain =
                TestChain.of((r, x) -> ChatReply.ofText("answer " + calls.incrementAndGet()));

        Replies.events(agent.handle(asking("Hi"), chain));
        CacheAgent fresh = agent(new CacheArguments(true, Optional.empty()));
        assertThat(Replies.text(Replies.events(fresh.handle(asking("Hi"), chain))))
                .isEqualTo("answer 2");
        assertThat(Replies.text(Replies.events(agent.handle(asking("Hi"), chain))))
                .isEqualTo("answer 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "content_filter", ""})
    void aReplyThatWasCutIsNotKept(String finish) {
        List<ReplyEvent> events = new ArrayList<>(List.of(new ReplyEvent.Text("Hel")));
        if (!finish.isEmpty()) {
            events.add(new ReplyEvent.Finish(new FinishReason(finish)));
        }
        TestChain chain = TestChain.of((request, exchange) -> ChatReply.of(events));

        Replies.events(agent.handle(asking("Hi"), chain));

        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);
    }

    @Test
    void aReplyThatFailsOrIsNotReadToItsEndIsNotKept() {
        TestChain failing =
                TestChain.of(
                        (request, exchange) ->
                                ChatReply.ofText("Hi")
                                        .map(
                                                event -> {
                                                    if (event instanceof ReplyEvent.Finish) {
                                                        throw new FailureException(
                                                                new Failure.Cancelled());
                                                    }
                                                    return event;
                                                }));
        assertThatThrownBy(() -> Replies.events(agent.handle(asking("Hi"), failing)))
                .isInstanceOf(FailureException.class);
        TestChain chain = TestChain.saying("ok");
        try (ChatReply left = agent.handle(asking("Hi"), chain)) {
            left.next();
            left.next();
        }

        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);
    }

    @Test
    void anEmptyReplyAndOneOfSeveralChoicesAreNotKept() {
        TestChain empty =
                TestChain.of(
                        (r, x) -> ChatReply.of(List.of(new ReplyEvent.Finish(FinishReason.STOP))));
        Replies.events(agent.handle(asking("Hi"), empty));
        assertThat(Replies.events(agent.handle(asking("Hi"), empty))).startsWith(MISS);

        ChatRequest several = asking("Hi").withExtras(Json.Obj.EMPTY.with("n", Json.of(2)));
        assertThat(Replies.events(agent.handle(several, TestChain.saying("ok"))))
                .doesNotContain(MISS, HIT);
    }

    @Test
    void aReplyAboveAQuarterOfTheSizeIsNotKeptAndTheSizeHolds() {
        TestChain chain = TestChain.of((r, x) -> ChatReply.ofText("x".repeat(200_000)));
        Replies.events(agent.handle(asking("Hi"), chain));
        assertThat(Replies.events(agent.handle(asking("Hi"), chain))).startsWith(MISS);

        TestChain less = TestChain.of((r, x) -> ChatReply.ofText("x".repeat(100_000)));
        for (int i = 0; i < 20; i++) {
            Replies.events(agent.handle(asking("Number " + i), less));
        }
        int kept = 0;
        for (int i = 0; i < 20; i++) {
            try (ChatReply reply = agent.handle(asking("Number " + i), TestChain.saying("no"))) {
                kept += HIT.equals(reply.next()) ? 1 : 0;
            }
        }
        assertThat(kept).isBetween(1, 5);
    }

    @Test
    void aSimilarQuestionHasTheSameReplyOnlyIfAllElseIsEqual() {
        Similarity similarity =
                new Similarity(
                        (model, texts, cancellation) ->
                                List.of(
                                        texts.getFirst().contains("leave")
                                                ? new float[] {3, 0.1f}
                                                : new float[] {0, 2}),
                        "chasqui-embed",
                        new SimilarQuestions(1 << 20, Duration.ofHours(1), 0.95, now::get));
        CacheAgent similar =
                new CacheAgent(
                        store,
                        Optional.of(similarity),
                        false,
                        new CacheArguments(false, Optional.empty()));
        TestChain chain = TestChain.saying("30 days");

        Replies.events(similar.handle(asking("How much leave?"), chain));

        assertThat(Replies.events(similar.handle(asking("What leave is there?"), chain)))
                .startsWith(KeptReply.note("semantic"));
        assertThat(Replies.events(similar.handle(asking("How much money?"), chain)))
                .startsWith(MISS);
        assertThat(
                        Replies.events(
                                similar.handle(
                                        asking("Which leave?").withInstruction("In verse."),
                                        chain)))
                .startsWith(MISS);
    }

    @Test
    void withoutVectorsOnlyEqualRequestsHaveTheSameReply() {
        Similarity broken =
                new Similarity(
                        (model, texts, cancellation) -> {
                            throw new FailureException(
                                    new Failure.UnknownModel("chasqui-embed", List.of()));
                        },
                        "chasqui-embed",
                        new SimilarQuestions(1 << 20, Duration.ofHours(1), 0.95, now::get));
        CacheAgent similar =
                new CacheAgent(
                        store,
                        Optional.of(broken),
                        false,
                        new CacheArguments(false, Optional.empty()));

        TestChain chain = TestChain.saying("ok");
        assertThat(Replies.events(similar.handle(asking("a"), chain))).startsWith(MISS);
        assertThat(Replies.events(similar.handle(asking("b"), chain))).startsWith(MISS);
        assertThat(Replies.events(similar.handle(asking("a"), chain))).startsWith(HIT);
    }

    @Test
    void thePluginFailsOpenAndRefusesBadSections() {
        TestContributions contributions = new TestContributions();
        CachePlugin plugin = new CachePlugin();
        plugin.start(host(Json.Obj.EMPTY), contributions);
        plugin.stop();

        assertThat(contributions.agents()).extracting(AgentType::name).containsExactly("cache");
        assertThat(contributions.agents().getFirst().onFailure()).isEqualTo(OnFailure.OPEN);
        assertThatThrownBy(
                        () ->
                                new CachePlugin()
                                        .start(
                                                host(Json.Obj.EMPTY.with("similarity", Json.of(2))),
                                                new TestContributions()))
                .hasMessageContaining("similarity: 2.0 (expected: above 0, at most 1)");
    }

    private static TestHost host(Json.Obj section) {
        return new TestHost("cache", section, Path.of(""));
    }

    private CacheAgent agent(CacheArguments arguments) {
        return new CacheAgent(store, Optional.empty(), false, arguments);
    }

    private static ChatRequest asking(String text) {
        return ChatRequest.of("m", true, Conversation.of(List.of(Message.of(Role.USER, text))));
    }
}
