package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.Ability;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * A backend that reports the number of cached tokens of its first reply. After that, replies are
 * passed on without a wrapper. Thread-safe.
 */
final class FirstReplyBackend implements Backend, ChatAbility {
    private final Backend inner;
    private final LongConsumer cachedTokens;
    private final AtomicBoolean reported = new AtomicBoolean();

    FirstReplyBackend(Backend inner, LongConsumer cachedTokens) {
        this.inner = inner;
        this.cachedTokens = cachedTokens;
    }

    @Override
    public Answer chat(ChatRequest request, Asker asker, Cancellation cancellation) {
        Answer answer =
                inner.ability(ChatAbility.class).orElseThrow().chat(request, asker, cancellation);
        return reported.get()
                ? answer
                : new Answer(answer.reply().map(this::observe), answer.dropped());
    }

    private ReplyEvent observe(ReplyEvent event) {
        if (event instanceof ReplyEvent.UsageReport report
                && report.usage().cachedTokens().isPresent()
                && reported.compareAndSet(false, true)) {
            cachedTokens.accept(report.usage().cachedTokens().getAsLong());
        }
        return event;
    }

    /**
     * {@inheritDoc} Chats pass through this object; all other abilities are those of the inner
     * backend.
     */
    @Override
    public <A extends Ability> Optional<A> ability(Class<A> type) {
        Optional<A> beneath = inner.ability(type);
        return type.equals(ChatAbility.class) ? beneath.map(_ -> type.cast(this)) : beneath;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String address() {
        return inner.address();
    }

    @Override
    public Optional<String> type() {
        return inner.type();
    }

    @Override
    public Zone zone() {
        return inner.zone();
    }

    @Override
    public List<ModelInfo> models() {
        return inner.models();
    }

    @Override
    public Json.Obj state(String model) {
        return inner.state(model);
    }
}
