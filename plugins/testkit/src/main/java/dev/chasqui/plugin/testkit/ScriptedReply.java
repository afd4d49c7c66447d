package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The script of one reply of a {@link ScriptedModel}: events, gates at which it waits, and its end.
 *
 * <pre>{@code
 * ScriptedReply.text("Good ").thenWaitFor(gate).thenText("day.")
 * ScriptedReply.text("Good ").thenFail(new Failure.BackendBroke("model", "it ended"))
 * }</pre>
 *
 * <p>A reply that neither fails nor hangs ends with a finish, which need not be written. Immutable.
 */
public final class ScriptedReply {
    private final List<Step> steps;

    private ScriptedReply(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** One step of the script. */
    sealed interface Step {
        /** An event that is given. */
        record Give(ReplyEvent event) implements Step {}

        /** A wait for the test. */
        record Wait(Gate gate) implements Step {}

        /** The end by a failure. */
        record Fail(Failure failure) implements Step {}
    }

    /** Returns a reply of these pieces of text. */
    public static ScriptedReply text(String... pieces) {
        return of(new ReplyEvent.Opened(Role.ASSISTANT)).thenText(pieces);
    }

    /** Returns a reply of these events. */
    public static ScriptedReply of(ReplyEvent... events) {
        return new ScriptedReply(List.of()).then(events);
    }

    /** Returns a reply that calls a tool with these arguments as JSON, and ends. */
    public static ScriptedReply toolCall(String id, String tool, String arguments) {
        return of(
                new ReplyEvent.Opened(Role.ASSISTANT),
                new ReplyEvent.ToolCallDelta(0, id, tool, arguments),
                new ReplyEvent.Finish(FinishReason.TOOL_CALLS));
    }

    /** Returns a call without a reply, since the model fails before the first event. */
    public static ScriptedReply failing(Failure failure) {
        return of().thenFail(failure);
    }

    /** Returns a call whose reply never begins; closing or cancelling it ends it. */
    public static ScriptedReply hanging() {
        return of().thenHang();
    }

    /** Returns this reply with more pieces of text. */
    public ScriptedReply thenText(String... pieces) {
        return then(
                Arrays.stream(pieces).map(ReplyEvent.Text::new).toArray(ReplyEvent.Text[]::new));
    }

    /** Returns this reply with more events. */
    public ScriptedReply then(ReplyEvent... events) {
        return with(Arrays.stream(events).<Step>map(Step.Give::new).toArray(Step[]::new));
    }

    /** Returns this reply with a wait for a gate. */
    public ScriptedReply thenWaitFor(Gate gate) {
        return with(new Step.Wait(gate));
    }

    /** Returns this reply with a failure as its end. */
    public ScriptedReply thenFail(Failure failure) {
        return with(new Step.Fail(failure));
    }

    /** Returns this reply without an end: it waits until it is closed or cancelled. */
    public ScriptedReply thenHang() {
        return thenWaitFor(new Gate());
    }

    /** Returns the steps, with a finish at the end unless there is one. */
    List<Step> steps() {
        List<Step> whole = new ArrayList<>(steps);
        boolean ends =
                steps.stream()
                        .anyMatch(
                                step ->
                                        step instanceof Step.Fail
                                                || (step instanceof Step.Give(ReplyEvent event)
                                                        && event instanceof ReplyEvent.Finish));
        if (!ends) {
            whole.add(new Step.Give(new ReplyEvent.Finish(FinishReason.STOP)));
        }
        return whole;
    }

    private ScriptedReply with(Step... more) {
        return new ScriptedReply(Stream.concat(steps.stream(), Arrays.stream(more)).toList());
    }
}
