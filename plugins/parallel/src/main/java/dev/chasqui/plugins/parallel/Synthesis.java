package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One answer that a model, the aggregator, writes from all.
 *
 * <p>It is asked only if there is more than one answer to join. If it fails before it says
 * anything, the first answer is given as it is, with a line that says so: the branches' work is not
 * lost.
 *
 * @param request what the client asks
 * @param chain the chain on the exchange whose cancellation ends everything
 * @param deadline how long the aggregator may take to begin
 */
record Synthesis(
        ChatRequest request, AnswerForm form, String aggregator, Chain chain, Duration deadline)
        implements Join {

    @Override
    public ChatReply reply(Fork fork) {
        List<Answered> answers = fork.answers();
        Optional<Answer> calls = ToolCalls.chosen(answers);
        if (calls.isPresent()) {
            return ChatReply.of(JoinedEvents.of(calls.get(), List.of(), fork.report()));
        }
        List<Answered> texts = ToolCalls.majority(answers);
        if (texts.size() == 1) {
            chain.exchange().progress("one answer, given as it is");
            return ChatReply.of(
                    JoinedEvents.of(texts.getFirst().answer(), List.of(), fork.report()));
        }
        chain.exchange().progress(aggregator + " joins " + texts.size() + " answers");
        return joined(texts, fork);
    }

    private ChatReply joined(List<Answered> texts, Fork fork) {
        Exchange asked = chain.exchange().branch(chain.exchange()::progress);
        StartDeadline start = StartDeadline.of(deadline, asked.cancellation());
        try {
            ChatReply reply =
                    chain.on(asked).proceed(SynthesisPrompt.of(request, aggregator, texts));
            var _ = asked.cancellation().onCancel(reply::close);
            List<ReplyEvent> beginning = beginning(reply, asked);
            if (!start.met()) {
                throw new Unusable("too late");
            }
            return new SynthesizedReply(reply, beginning, Sources.of(texts), fork.report());
        } catch (FailureException | Unusable e) {
            if (chain.exchange().cancellation().isCancelled()) {
                throw new FailureException(new Failure.Cancelled(), e);
            }
            asked.cancellation().cancel();
            String why = start.missed().orElseGet(() -> String.valueOf(e.getMessage()));
            chain.exchange().progress(aggregator + ": " + why);
            return ChatReply.of(instead(texts.getFirst(), why, fork.report()));
        }
    }

    /** Everything up to the first event that says something, so that until then it may fail. */
    private static List<ReplyEvent> beginning(ChatReply reply, Exchange asked) {
        List<ReplyEvent> events = new ArrayList<>();
        while (true) {
            ReplyEvent event = reply.next();
            switch (event) {
                case null -> throw new Unusable("an empty answer");
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

    private List<ReplyEvent> instead(Answered first, String why, Report report) {
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
                        + first.place().label()
                        + ".)";
        return JoinedEvents.of(
                first.answer(),
                form == AnswerForm.PROSE ? List.of(new ReplyEvent.Text(line), note) : List.of(note),
                report);
    }
}
