package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The tokens that backends used for the chats of one exchange: those of every branch and of every
 * call of an agent, also if the reply broke off. A backend's own count is taken where there is one;
 * otherwise the text is counted. Safe for use by several threads.
 */
final class SpentTokens {
    private final List<Meter> meters = new ArrayList<>();
    private final Map<Answering, Usage> others = new LinkedHashMap<>();

    /**
     * Returns a reply whose tokens are counted as they come.
     *
     * @param by the model that answers
     * @param promptBytes returns the size of the request; called if the backend does not count
     */
    ChatReply metered(ChatReply reply, Candidate by, LongSupplier promptBytes) {
        Meter meter = new Meter(Answering.of(by), promptBytes);
        synchronized (this) {
            meters.add(meter);
        }
        return reply.map(meter::event);
    }

    /** Adds the tokens of a question to a model. */
    synchronized void add(Candidate by, Usage usage) {
        others.merge(Answering.of(by), usage, Usage::plus);
    }

    /** Returns the tokens until now. */
    Usage total() {
        List<ModelUsage> parts = byModel();
        if (parts.size() == 1) {
            return parts.getFirst().usage();
        }
        return parts.stream().map(ModelUsage::usage).reduce(Usage.of(0, 0), Usage::plus);
    }

    /** Returns the tokens until now of each model, in the order in which they first answered. */
    synchronized List<ModelUsage> byModel() {
        if (meters.size() == 1 && others.isEmpty()) {
            Meter only = meters.getFirst();
            return List.of(only.by.used(only.usage()));
        }
        Map<Answering, Usage> sums = new LinkedHashMap<>(others);
        meters.forEach(meter -> sums.merge(meter.by, meter.usage(), Usage::plus));
        return sums.entrySet().stream().map(one -> one.getKey().used(one.getValue())).toList();
    }

    /** A model of a backend, which has one price. */
    private record Answering(String backend, String model) {
        static Answering of(Candidate candidate) {
            return new Answering(candidate.backend().name(), candidate.model().id());
        }

        ModelUsage used(Usage usage) {
            return new ModelUsage(backend, model, usage);
        }
    }

    /** The count of one reply. Its events come from one thread at a time. */
    private static final class Meter {
        private final Answering by;
        private final LongSupplier promptBytes;
        private final AtomicLong written = new AtomicLong();
        private volatile @Nullable Usage reported;

        /** The estimate of the prompt, which may decode it; -1 until it is asked for. */
        private volatile long prompt = -1;

        Meter(Answering by, LongSupplier promptBytes) {
            this.by = by;
            this.promptBytes = promptBytes;
        }

        ReplyEvent event(ReplyEvent event) {
            switch (event) {
                case ReplyEvent.Text text -> count(text.text());
                case ReplyEvent.Reasoning reasoning -> count(reasoning.text());
                case ReplyEvent.ToolCallDelta call -> count(call.arguments());
                case ReplyEvent.UsageReport report -> reported = report.usage();
                default -> {}
            }
            return event;
        }

        /** Counts characters, most of which are one byte. */
        private void count(String text) {
            written.lazySet(written.getPlain() + text.length());
        }

        Usage usage() {
            Usage known = reported;
            return known != null ? known : estimate();
        }

        private Usage estimate() {
            return new Usage(
                    prompt(),
                    TokenEstimate.tokens(written.get()),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Timings.UNKNOWN,
                    true);
        }

        private long prompt() {
            if (prompt < 0) {
                prompt = estimatedPrompt();
            }
            return prompt;
        }

        private long estimatedPrompt() {
            try {
                return TokenEstimate.tokens(promptBytes.getAsLong());
            } catch (FailureException e) {
                // The backend has read what cannot be decoded here.
                return 0;
            }
        }
    }
}
