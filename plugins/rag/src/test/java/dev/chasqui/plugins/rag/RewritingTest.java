package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugin.testkit.TestModels;
import dev.chasqui.plugins.rag.retrieval.Question.Phrasing;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class RewritingTest {
    private static final UserQuestion FOLLOW_UP =
            question(
                    Message.of(Role.USER, "How many days of leave does an employee have here?"),
                    Message.of(Role.ASSISTANT, "Thirty."),
                    Message.of(Role.USER, "and for part-timers?"));
    private static final UserQuestion WHOLE =
            question(Message.of(Role.USER, "How many days of leave does an employee have here?"));

    private final List<String> problems = new ArrayList<>();

    @Test
    void aFollowUpBecomesAQuestionOfItsOwnBesideTheUsersWords() {
        TestModels models = TestModels.saying("1. days of leave of part-time employees\n2. other");
        List<Phrasing> phrasings = rewrite(models, 1, FOLLOW_UP);

        assertThat(phrasings)
                .containsExactly(
                        new Phrasing("days of leave of part-time employees", 1),
                        new Phrasing(FOLLOW_UP.query(), 0.5));
        String shown = models.requests().getFirst().messages().getFirst().text();
        assertThat(shown).contains("assistant: Thirty.", "user: and for part-timers?");
        assertThat(models.requests().getFirst().settings().sampling().toString())
                .contains("\"max_tokens\":64");
    }

    @Test
    void aQuestionThatSaysEnoughIsNotRewrittenUnlessSeveralAreWanted() {
        TestModels models = TestModels.saying("- leave days\n- holiday entitlement\n- more");

        assertThat(rewrite(models, 1, WHOLE)).containsExactly(new Phrasing(WHOLE.query(), 1));
        assertThat(models.requests()).isEmpty();
        assertThat(rewrite(models, 2, WHOLE))
                .containsExactly(
                        new Phrasing(WHOLE.query(), 1),
                        new Phrasing("leave days", 0.5),
                        new Phrasing("holiday entitlement", 0.5));
    }

    @Test
    void aModelThatIsAwayOrSaysNothingOrTooMuchChangesNothingButIsReported() {
        List<TestModels> odd =
                List.of(
                        TestModels.saying(" \n"),
                        TestModels.saying("x".repeat(400)),
                        new TestModels(
                                _ -> {
                                    throw new FailureException(
                                            new Failure.UnknownModel("w", List.of()));
                                },
                                _ -> new float[] {1}));
        for (TestModels models : odd) {
            problems.clear();
            assertThat(rewrite(models, 1, FOLLOW_UP))
                    .containsExactly(new Phrasing(FOLLOW_UP.query(), 1));
            assertThat(problems)
                    .singleElement()
                    .asString()
                    .startsWith("the model 'w' wrote no question");
        }
    }

    private List<Phrasing> rewrite(TestModels models, int queries, UserQuestion question) {
        return new Rewriting(models, "w", queries)
                .phrasings(question, new Cancellation(), problems);
    }

    private static UserQuestion question(Message... messages) {
        return UserQuestion.of(ChatRequest.of("m", false, Conversation.of(List.of(messages))))
                .orElseThrow();
    }
}
