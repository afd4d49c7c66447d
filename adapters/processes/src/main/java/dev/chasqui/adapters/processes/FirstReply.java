package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * A backend that tells how many cached tokens its first reply reports. Once it has, replies are
 * those of the backend beneath, with nothing around them.
 */
final class FirstReply implements Backend {
    private final Backend inner;
    private final LongConsumer cachedTokens;
    private final AtomicBoolean told = new AtomicBoolean();

    FirstReply(Backend inner, LongConsumer cachedTokens) {
        this.inner = inner;
        this.cachedTokens = cachedTokens;
    }

    @Override
    public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        Answer answer = inner.chat(request, asker, cancellation);
        return told.get() ? answer : new Answer(new Watched(answer.reply()), answer.dropped());
    }

    private void look(@Nullable ReplyEvent event) {
        if (event instanceof ReplyEvent.UsageReport report
                && report.usage().cachedTokens().isPresent()
                && told.compareAndSet(false, true)) {
            cachedTokens.accept(report.usage().cachedTokens().getAsLong());
        }
    }

    /** Changes nothing. */
    private final class Watched implements ChatReply {
        private final ChatReply reply;

        private Watched(ChatReply reply) {
            this.reply = reply;
        }

        @Override
        public @Nullable ReplyEvent next() {
            ReplyEvent event = reply.next();
            look(event);
            return event;
        }

        @Override
        public boolean ready() {
            return reply.ready();
        }

        @Override
        public void close() {
            reply.close();
        }
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Zone zone() {
        return inner.zone();
    }

    @Override
    public boolean loadsOnRequest() {
        return inner.loadsOnRequest();
    }

    @Override
    public List<ModelInfo> models() {
        return inner.models();
    }

    @Override
    public Optional<Json.Obj> show(String model) {
        return inner.show(model);
    }

    @Override
    public List<Json.Obj> running() {
        return inner.running();
    }

    @Override
    public Json.Obj state(String model) {
        return inner.state(model);
    }

    @Override
    public OptionalInt contextLength(String model) {
        return inner.contextLength(model);
    }

    @Override
    public OptionalInt countTokens(String model, String text, Cancellation cancellation) {
        return inner.countTokens(model, text, cancellation);
    }

    @Override
    public Forwarded forward(Forward call, Asker asker, Cancellation cancellation) {
        return inner.forward(call, asker, cancellation);
    }
}
