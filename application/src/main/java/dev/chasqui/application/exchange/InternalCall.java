package dev.chasqui.application.exchange;

import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.exchange.ExchangeAccount;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * One exchange that this server began itself, from its admission to its record. It ends once: with
 * its answer, its failure, its reply's close or its cancellation. Safe for use by several threads.
 */
final class InternalCall {
    private static final int OK = 200;

    private final Exchange exchange;
    private final Journal journal;
    private final Permit permit;
    private final RequestKind kind;
    private final String operation;
    private final List<ExchangeListener> listeners;
    private final ToIntFunction<Failure> status;
    private final AtomicBoolean over = new AtomicBoolean();

    /** Removes the exchange from the cancellation that it was begun with. */
    private final AtomicReference<Runnable> detach = new AtomicReference<>(() -> {});

    InternalCall(
            Exchange exchange,
            Journal journal,
            Permit permit,
            RequestKind kind,
            String operation,
            List<ExchangeListener> listeners,
            ToIntFunction<Failure> status) {
        this.exchange = exchange;
        this.journal = journal;
        this.permit = permit;
        this.kind = kind;
        this.operation = operation;
        this.listeners = listeners;
        this.status = status;
    }

    /** Has a cancellation cancel the exchange. */
    InternalCall under(Cancellation cancellation) {
        Cancellation.Registration held = cancellation.onCancel(this::cancel);
        detach.set(held::close);
        if (over.get()) {
            held.close();
        }
        return this;
    }

    Exchange exchange() {
        return exchange;
    }

    Journal journal() {
        return journal;
    }

    /** Returns the whole answer of some work, after which the exchange is over. */
    <T> T whole(Supplier<T> work) {
        T answer = run(work);
        end(null, null);
        return answer;
    }

    /** Returns the reply that some work begins; the exchange is over when the reply is. */
    ChatReply reply(Supplier<ChatReply> work) {
        return new Recorded(run(work).map(journal::event));
    }

    private <T extends @Nullable Object> T run(Supplier<T> work) {
        try {
            if (exchange.cancellation().isCancelled()) {
                throw new FailureException(new Failure.Cancelled());
            }
            return work.get();
        } catch (FailureException e) {
            end(e.failure(), null);
            throw e;
        } catch (RuntimeException | Error e) {
            end(new Failure.Internal(), e);
            throw e;
        }
    }

    private void cancel() {
        try {
            exchange.cancellation().cancel();
        } finally {
            end(new Failure.Cancelled(), null);
        }
    }

    private void end(@Nullable Failure failure, @Nullable Throwable bug) {
        if (over.getAndSet(true)) {
            return;
        }
        detach.get().run();
        Exchanges.end(permit, kind.isChat(), journal);
        ExchangeRecord ended = toRecord(failure, bug);
        listeners.forEach(listener -> listener.finished(ended));
    }

    private ExchangeRecord toRecord(@Nullable Failure failure, @Nullable Throwable bug) {
        return new ExchangeRecord(
                exchange.id(),
                "-",
                operation,
                exchange.caller().name(),
                journal.model(),
                journal.backends().listedModel(),
                journal.backends().name(),
                List.of(),
                failure == null ? OK : status.applyAsInt(failure),
                false,
                journal.startedAt(),
                journal.firstEvent(),
                journal.elapsed(),
                journal.usage(),
                Optional.ofNullable(failure).map(journal::withoutContent),
                Optional.ofNullable(bug),
                List.of(),
                new ExchangeAccount(
                        exchange.caller().identity(),
                        journal.kind(),
                        journal.backends().zone(),
                        0,
                        0,
                        journal.spentByModel(),
                        journal.content()));
    }

    /** A reply whose end is the end of the exchange. */
    private final class Recorded implements ChatReply {
        private final ChatReply inner;

        Recorded(ChatReply inner) {
            this.inner = inner;
        }

        @Override
        public @Nullable ReplyEvent next() {
            ReplyEvent event = run(inner::next);
            if (event == null) {
                end(null, null);
            }
            return event;
        }

        @Override
        public boolean ready() {
            return inner.ready();
        }

        /** {@inheritDoc} A reply that is closed before its end was enough for its reader. */
        @Override
        public void close() {
            try {
                inner.close();
            } finally {
                end(null, null);
            }
        }
    }
}
