package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/** A scripted reply while it is read. */
final class PlayedReply implements ChatReply {
    private final Iterator<ScriptedReply.Step> steps;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    PlayedReply(ScriptedReply script) {
        this.steps = script.steps().iterator();
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (steps.hasNext()) {
            if (closed.isDone()) {
                throw new FailureException(new Failure.Cancelled());
            }
            switch (steps.next()) {
                case ScriptedReply.Step.Give(ReplyEvent event) -> {
                    return event;
                }
                case ScriptedReply.Step.Wait(Gate gate) -> gate.pass(closed);
                case ScriptedReply.Step.Fail(Failure failure) ->
                        throw new FailureException(failure);
            }
        }
        return null;
    }

    @Override
    public void close() {
        closed.complete(null);
    }
}
