package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugin.testkit.Replies;
import dev.chasqui.plugin.testkit.TestChain;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tests of {@code /rag} with other agents around it and further in. */
class PipelineTest {
    private static final ChatRequest REQUEST =
            ChatRequest.of(
                    "m",
                    false,
                    Conversation.of(
                            List.of(Message.of(Role.USER, "What do the two books say of leave?"))));

    private final FakeLibrary library =
            new FakeLibrary()
                    .with("a", "one.md", "First.", "two.md", "Second.")
                    .with("b", "three.md", "Third.")
                    .with("none");

    /** An agent that calls the chain twice, one after the other, and replies with both texts. */
    private static final Agent TWICE =
            new Agent() {
                @Override
                public ChatReply handle(ChatRequest request, Chain chain) {
                    return ChatReply.ofText(ask(request, chain) + " + " + ask(request, chain));
                }

                private String ask(ChatRequest request, Chain chain) {
                    Exchange branch = chain.exchange().branch(progress -> {});
                    return Replies.text(Replies.events(chain.on(branch).proceed(request)));
                }
            };

    @Test
    void twoRagAgentsShareOneBlockOneNumberingAndOneListOfSources() {
        TestChain model = TestChain.saying("a [2], b [3]");
        List<ReplyEvent> events = run(rag("a"), rag("b"), model);

        assertThat(model.requests().getFirst().messages().getFirst().text())
                .containsOnlyOnce("<passages ")
                .containsOnlyOnce("</passages>")
                .containsSubsequence(
                        "<passage number=\"1\" document=\"one.md\">",
                        "<passage number=\"2\" document=\"two.md\">",
                        "<passage number=\"3\" document=\"three.md\">\n[3] Third.",
                        "</passages>\n\nWhat do the two books say of leave?");
        assertThat(library.queries()).hasSize(2).containsOnly(REQUEST.messages().getFirst().text());
        assertThat(Replies.text(events))
                .isEqualTo("a [2], b [3]\n\nSources:\n[2] two.md\n[3] three.md");
        assertThat(events)
                .filteredOn(ReplyEvent.Cited.class::isInstance)
                .singleElement()
                .satisfies(
                        cited ->
                                assertThat(((ReplyEvent.Cited) cited).citations())
                                        .extracting(Citation::cited)
                                        .containsExactly(false, true, true));
    }

    @Test
    void ifOneOfTwoFindsNothingThePassagesOfTheOtherStay() {
        for (List<String> collections : List.of(List.of("a", "none"), List.of("none", "a"))) {
            TestChain model = TestChain.saying("a [1]");
            List<ReplyEvent> events =
                    run(rag(collections.getFirst()), rag(collections.getLast()), model);

            assertThat(model.requests().getFirst().messages().getFirst().text())
                    .startsWith("<passages note=\"Quoted")
                    .containsOnlyOnce("<passages ")
                    .contains("<passage number=\"2\"");
            assertThat(Replies.text(events)).isEqualTo("a [1]\n\nSources:\n[1] one.md");
        }
    }

    @Test
    void aroundAFanOutAllBranchesGetThePassagesAndTheSourcesComeOnce() {
        TestChain model = TestChain.saying("30 days [1]");
        List<ReplyEvent> events = run(rag("a"), TWICE, model);

        assertThat(model.requests())
                .hasSize(2)
                .allSatisfy(
                        request ->
                                assertThat(request.messages().getFirst().text())
                                        .startsWith("<passages "));
        assertThat(library.queries()).hasSize(1);
        assertThat(Replies.text(events))
                .isEqualTo("30 days [1] + 30 days [1]\n\nSources:\n[1] one.md");
    }

    @Test
    void insideAFanOutEachBranchLooksUpForItself() {
        List<ReplyEvent> events = run(TWICE, rag("b"), TestChain.saying("yes [1]"));

        assertThat(library.queries()).hasSize(2);
        assertThat(Replies.text(events))
                .isEqualTo("yes [1]\n\nSources:\n[1] three.md + yes [1]\n\nSources:\n[1] three.md");
    }

    private Agent rag(String collection) {
        return FakeLibrary.agent(library, new RagConfig(Optional.of(collection), 5, 2000));
    }

    private static List<ReplyEvent> run(Agent outer, Agent inner, TestChain model) {
        return Replies.events(outer.handle(REQUEST, new Before(inner, model)));
    }

    /** Returns a chain with an agent in it. */
    private record Before(Agent agent, Chain rest) implements Chain {
        @Override
        public ChatReply proceed(ChatRequest request) {
            return agent.handle(request, rest);
        }

        @Override
        public Exchange exchange() {
            return rest.exchange();
        }

        @Override
        public Chain on(Exchange branch) {
            return new Before(agent, rest.on(branch));
        }

        @Override
        public OptionalInt contextLength(String model) {
            return rest.contextLength(model);
        }

        @Override
        public OptionalInt countTokens(String model, String text) {
            return rest.countTokens(model, text);
        }
    }
}
