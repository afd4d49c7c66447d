package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.plugins.branches.AnswerForm;
import dev.chasqui.plugins.branches.AnsweredBranch;
import dev.chasqui.plugins.branches.BranchAnswer;
import dev.chasqui.plugins.branches.BranchReport;
import dev.chasqui.plugins.branches.CallDeadline;
import dev.chasqui.plugins.branches.Fork;
import dev.chasqui.plugins.branches.JoinedEvents;
import dev.chasqui.plugins.branches.UnusableAnswer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A join in which a model, the aggregator, writes one answer from all answers.
 *
 * <p>The aggregator is called only if there is more than one answer. If it fails before its first
 * content, the first answer is given unchanged with a line that says so, so that the branches' work
 * is not lost.
 *
 * @param request the client's request
 * @param form the form that the client requests
 * @param aggregator the model that writes the answer
 * @param chain the chain on the exchange whose cancellation ends everything
 * @param deadline the longest time until the aggregator's first content
 */
record Synthesis(
        ChatRequest request, AnswerForm form, String aggregator, Chain chain, Duration deadline)
        implements Join {

    @Override
    public ChatReply reply(Fork fork) {
        List<AnsweredBranch> answers = fork.answers();
        Optional<BranchAnswer> calls = ToolCalls.chosen(answers);
        if (calls.isPresent()) {
            return ChatReply.of(JoinedEvents.of(calls.get(), List.of(), fork.report()));
        }
        List<AnsweredBranch> texts = ToolCalls.majority(answers);
        if (texts.size() == 1) {
            chain.exchange().progress("one answer, given as it is");
            return ChatReply.of(
                    JoinedEvents.of(texts.getFirst().answer(), List.of(), fork.report()));
        }
        chain.exchange().progress(aggregator + " joins " + texts.size() + " answers");
        return joined(texts, fork);
    }

    private ChatReply joined(List<AnsweredBranch> texts, Fork fork) {
        CitationNumbers citations = new CitationNumbers(form == AnswerForm.PROSE);
        List<String> said = texts.stream().map(each -> citations.add(each.answer())).toList();
        Exchange asked = chain.exchange().branch(chain.exchange()::progress);
        CallDeadline start = CallDeadline.of(deadline, asked.cancellation());
        try {
            ChatReply reply =
                    chain.on(asked).proceed(SynthesisPrompt.of(request, aggregator, said));
            var _ = asked.cancellation().onCancel(reply::close);
            List<ReplyEvent> beginning = beginning(reply, asked);
            if (!start.met()) {
                throw new UnusableAnswer("too late");
            }
            return new SynthesizedReply(reply, beginning, citations.events(), fork.report());
        } catch (FailureException | UnusableAnswer e) {
            if (chain.exchange().cancellation().isCancelled()) {
                throw new FailureException(new Failure.Cancelled(), e);
            }
            asked.cancellation().cancel();
            String why = start.missed().orElseGet(() -> String.valueOf(e.getMessage()));
            chain.exchange().progress(aggregator + ": " + why);
            return ChatReply.of(firstAnswer(texts.getFirst(), why, fork.report()));
        }
    }

    /**
     * Pulls the events up to the first content and returns them, so that a failure before it can be
     * handled.
     */
    private static List<ReplyEvent> beginning(ChatReply reply, Exchange asked) {
        List<ReplyEvent> events = new ArrayList<>();
        while (true) {
            ReplyEvent event = reply.next();
            switch (event) {
                case null -> throw new UnusableAnswer("an empty answer");
                case ReplyEvent.Progress(String text) -> asked.progress(text);
                case ReplyEvent.Text(String text, var _, var _) when text.isEmpty() ->
                        events.add(event);
                case ReplyEvent.Text _, ReplyEvent.Reasoning _, ReplyEvent.ToolCallDelta _ -> {
                    events.add(event);
                    return events;
                }
                case ReplyEvent.Opened _,
                        ReplyEvent.Finish _,
                        ReplyEvent.UsageReport _,
                        ReplyEvent.Cited _,
                        ReplyEvent.Note _,
                        ReplyEvent.Raw _ ->
                        events.add(event);
            }
        }
    }

    private List<ReplyEvent> firstAnswer(AnsweredBranch first, String why, BranchReport report) {
        ReplyEvent note =
                new ReplyEvent.Note(
                        "aggregator",
                        Json.Obj.EMPTY
                                .with("model", Json.of(aggregator))
                                .with("state", Json.of("failed"))
                                .with("reason", Json.of(why)));
        String line =
                "\n\n("
                        + aggregator
                        + " could not join the answers: "
                        + why
                        + ". This one is by "
                        + first.target().label()
                        + ".)";
        return JoinedEvents.of(
                first.answer(),
                form == AnswerForm.PROSE ? List.of(new ReplyEvent.Text(line), note) : List.of(note),
                report);
    }
}
