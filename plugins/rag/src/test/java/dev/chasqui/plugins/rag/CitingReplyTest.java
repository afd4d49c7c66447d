package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.plugin.testkit.Replies;
import dev.chasqui.plugins.rag.library.Passage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

class CitingReplyTest {
    private static final SearchReport REPORT =
            report(0, "handbook/leave.md", "b.md", "travel policy.md", "b.md");
    private static final ReplyEvent STOP = new ReplyEvent.Finish(FinishReason.STOP);

    @Test
    void citationsAreFoundAcrossEventsAndNamedInOrder() {
        assertThat(text("Trains [", "3", "], 30 days [1, ", "3] and [7]."))
                .isEqualTo(
                        "Trains [3], 30 days [1, 3] and [7].\n\n"
                                + "Sources:\n[1] handbook/leave.md\n[3] travel policy.md");
    }

    @Test
    void anAnswerThatCitesNothingNamesEachDocumentOnce() {
        assertThat(text("30 days.\n"))
                .isEqualTo(
                        "30 days.\n\nSources given to the model, none cited:\n"
                                + "- handbook/leave.md\n- b.md\n- travel policy.md");
    }

    @Test
    void aBlankLineStandsBetweenTheAnswerAndItsSources() {
        assertThat(text("a [2]", "\n", "\n")).isEqualTo("a [2]\n\nSources:\n[2] b.md");
    }

    @Test
    void theSourcesComeBeforeTheEndAndAllElsePassesAsItIs() {
        Frame frame = new Frame(Dialect.OPENAI, Frame.Kind.CHUNK, new byte[0], 1);
        List<ReplyEvent> events =
                List.of(
                        new ReplyEvent.Opened(Role.ASSISTANT),
                        new ReplyEvent.Progress("loading"),
                        new ReplyEvent.Reasoning("maybe [2]"),
                        new ReplyEvent.Text("yes [1]", frame),
                        new ReplyEvent.Raw(frame),
                        new ReplyEvent.Note("branches", Json.of(2)),
                        new ReplyEvent.Finish(FinishReason.LENGTH, frame),
                        new ReplyEvent.UsageReport(Usage.of(1, 2), frame));
        List<ReplyEvent> seen = events(events, true);

        assertThat(seen.subList(0, 6)).isEqualTo(events.subList(0, 6));
        assertThat(seen.get(6)).isInstanceOf(ReplyEvent.Text.class);
        assertThat(seen.get(7)).isInstanceOf(ReplyEvent.Note.class);
        assertThat(seen.get(8)).isInstanceOf(ReplyEvent.Cited.class);
        assertThat(seen.subList(9, 11)).isEqualTo(events.subList(6, 8));
        assertThat(cited(seen)).containsExactly(1);
    }

    @Test
    void eventsAfterAFinishAreReadBeforeTheSourcesAreGiven() {
        List<ReplyEvent> events =
                List.of(
                        new ReplyEvent.Text("yes [1]"),
                        STOP,
                        new ReplyEvent.Text(", no [3]"),
                        STOP,
                        new ReplyEvent.UsageReport(Usage.of(1, 2)));
        List<ReplyEvent> seen = events(events, true);

        assertThat(Replies.text(seen)).startsWith("yes [1], no [3]\n\nSources:\n[1]");
        assertThat(cited(seen)).containsExactly(1, 3);
        assertThat(seen.subList(seen.size() - 2, seen.size())).isEqualTo(events.subList(3, 5));
    }

    @Test
    void aReplyWithoutAFinishGetsItsSourcesAtItsEnd() {
        List<ReplyEvent> seen = events(List.of(new ReplyEvent.Text("yes [1]")), true);

        assertThat(Replies.text(seen)).endsWith("Sources:\n[1] handbook/leave.md");
        assertThat(seen.getLast()).isInstanceOf(ReplyEvent.Cited.class);
    }

    @Test
    void aStructuredReplyGetsOnlyTheCitations() {
        List<ReplyEvent> events = List.of(new ReplyEvent.Text("{\"a\":\"b [2]\"}"), STOP);

        assertThat(Replies.text(events(events, false))).isEqualTo("{\"a\":\"b [2]\"}");
        assertThat(cited(events(events, false))).containsExactly(2);
    }

    @Test
    void aReplyThatCallsToolsOrSaysNothingGetsNoText() {
        List<ReplyEvent> calls =
                List.of(
                        new ReplyEvent.Text("Let me see [1]."),
                        new ReplyEvent.ToolCallDelta(0, "1", "weather", "{}"),
                        new ReplyEvent.Finish(FinishReason.TOOL_CALLS));

        assertThat(Replies.text(events(calls, true))).isEqualTo("Let me see [1].");
        assertThat(cited(events(calls, true))).containsExactly(1);
        assertThat(Replies.text(events(List.of(new ReplyEvent.Text(" "), STOP), true)))
                .isEqualTo(" ");
    }

    @Test
    void programsAreToldOfAllPassagesAndWhatTheyCost() {
        List<ReplyEvent> seen = events(List.of(new ReplyEvent.Text("[2]"), STOP), true);

        assertThat(citations(seen))
                .extracting(Citation::number, Citation::document, Citation::cited)
                .containsExactly(
                        tuple(1, "handbook/leave.md", false),
                        tuple(2, "b.md", true),
                        tuple(3, "travel policy.md", false),
                        tuple(4, "b.md", false));
        assertThat(citations(seen))
                .extracting(citation -> citation.url().toString())
                .startsWith(
                        "/agents/rag/collections/our%20docs/documents/handbook%2Fleave.md",
                        "/agents/rag/collections/our%20docs/documents/b.md",
                        "/agents/rag/collections/our%20docs/documents/travel%20policy.md");
        assertThat(seen)
                .filteredOn(ReplyEvent.Note.class::isInstance)
                .extracting(event -> ((ReplyEvent.Note) event).value().toString())
                .containsExactly(
                        "{\"collection\":\"our docs\",\"passages\":4,\"found\":6,\"budget\":2000,"
                                + "\"tokens\":321,\"cut\":false,\"voices\":[\"words\"]}");
    }

    @Test
    void citationsOfAnotherRagFurtherInAreReportedTogether() {
        ChatReply inner =
                new CitingReply(
                        ChatReply.of(List.of(new ReplyEvent.Text("a [5], b [1]"), STOP)),
                        report(4, "other.md", "more.md"),
                        false);
        List<ReplyEvent> seen = Replies.events(new CitingReply(inner, REPORT, true));

        assertThat(Replies.text(seen))
                .isEqualTo("a [5], b [1]\n\nSources:\n[1] handbook/leave.md\n[5] other.md");
        assertThat(cited(seen)).containsExactly(1, 5);
        assertThat(citations(seen)).extracting(Citation::number).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(seen).filteredOn(ReplyEvent.Cited.class::isInstance).hasSize(1);
        assertThat(seen)
                .filteredOn(ReplyEvent.Note.class::isInstance)
                .singleElement()
                .asString()
                .contains("\"within\":{\"collection\":\"our docs\",\"passages\":2");
    }

    @Test
    void aReplyThatBreaksOffIsNotEnded() {
        AtomicBoolean closed = new AtomicBoolean();
        ChatReply broken =
                new ChatReply() {
                    private boolean begun;

                    @Override
                    public @Nullable ReplyEvent next() {
                        if (begun) {
                            throw new FailureException(
                                    new Failure.BackendBroke("b", "it ended early"));
                        }
                        begun = true;
                        return new ReplyEvent.Text("30 days [1]");
                    }

                    @Override
                    public void close() {
                        closed.set(true);
                    }
                };
        List<ReplyEvent> seen = new ArrayList<>();

        assertThatThrownBy(
                        () -> {
                            try (ChatReply reply = new CitingReply(broken, REPORT, true)) {
                                while (true) {
                                    seen.add(reply.next());
                                }
                            }
                        })
                .hasMessageContaining("broke off");
        assertThat(seen).containsExactly(new ReplyEvent.Text("30 days [1]"));
        assertThat(closed).isTrue();
    }

    private static String text(String... pieces) {
        List<ReplyEvent> events = new ArrayList<>();
        List.of(pieces).forEach(piece -> events.add(new ReplyEvent.Text(piece)));
        events.add(STOP);
        return Replies.text(events(events, true));
    }

    private static List<ReplyEvent> events(List<ReplyEvent> inner, boolean sourcesInText) {
        return Replies.events(new CitingReply(ChatReply.of(inner), REPORT, sourcesInText));
    }

    private static List<Integer> cited(List<ReplyEvent> events) {
        return citations(events).stream().filter(Citation::cited).map(Citation::number).toList();
    }

    private static List<Citation> citations(List<ReplyEvent> events) {
        return events.stream()
                .filter(ReplyEvent.Cited.class::isInstance)
                .flatMap(event -> ((ReplyEvent.Cited) event).citations().stream())
                .toList();
    }

    private static SearchReport report(int before, String... documents) {
        List<Passage> passages =
                List.of(documents).stream()
                        .map(name -> FakeLibrary.passage("our docs", name, 0, "text of " + name))
                        .toList();
        return new SearchReport(
                "our docs",
                6,
                2000,
                new PassageFitting.Fitted(new PassageBlock(before, passages), 321, false));
    }
}
